// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

@ExtendWith(AgentExtension.class)
class SpringSecurityTest {
  private static double of(String series) {
    Double value = Recorded.metric(series);
    return value == null ? 0 : value;
  }

  private static double attempts(String outcome) {
    return of("authentication_attempts_total{method=\"password\",outcome=\"" + outcome + "\"}");
  }

  private static double logins() {
    return of("user_logins_total{method=\"password\"}");
  }

  @Test
  void aLoginCountsOnceThoughOneManagerAsksAnother() {
    double before = logins();
    double attempts = attempts("success");

    assertThat(Logins.attempt("ann", "right")).isEqualTo("ann");

    assertThat(logins()).isEqualTo(before + 1);
    assertThat(attempts("success")).isEqualTo(attempts + 1);
  }

  @Test
  void aFailedOneIsNoLogin() {
    double before = logins();
    double failures = attempts("failure");

    assertThat(Logins.attempt("ann", "wrong")).isEqualTo("wrong password");

    assertThat(attempts("failure")).isEqualTo(failures + 1);
    assertThat(logins()).isEqualTo(before);
  }

  @Test
  void whoIsAskedForIsToldAsBeforeAndCountedOnce() throws Exception {
    int before = Recorded.distinctUsers();
    assertThat(Logins.asked("asked-1")).isEqualTo("asked-1");
    assertThat(Logins.asked("asked-1")).isEqualTo("asked-1");
    assertThat(Logins.askedOfNobody()).isEqualTo("anonymousUser");
    assertThat(Recorded.distinctUsers()).isEqualTo(before + 1);
  }

  @Test
  void aLogoutCountsUnlessItIsNobodys() throws Exception {
    double before = of("user_logouts_total");
    Logins.logout(Logins.authenticated("ann"));
    Logins.logout(Logins.nobody());
    Logins.logout(null);
    assertThat(of("user_logouts_total")).isEqualTo(before + 1);
  }

  /** What only the application knows. */
  private static final class OwnAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;
    private final transient Object principal;

    OwnAuthentication(Object principal) {
      super(AuthorityUtils.NO_AUTHORITIES);
      this.principal = principal;
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    public Object getPrincipal() {
      return principal;
    }
  }

  private static Authentication example(String kind) {
    return switch (kind) {
      case "password" -> new UsernamePasswordAuthenticationToken("ann", "right");
      case "remember_me" ->
          new RememberMeAuthenticationToken(
              "key", "ann", AuthorityUtils.createAuthorityList("ROLE_USER"));
      case "pre_authenticated" -> new PreAuthenticatedAuthenticationToken("ann", "");
      default -> new OwnAuthentication(new Object());
    };
  }

  @ParameterizedTest
  @CsvSource({"password, ann", "remember_me, ann", "pre_authenticated, ann", "other,"})
  void howSomebodyShowsWhoTheyAreIsOneOfAFewWords(String kind, @Nullable String name) {
    assertThat(Principals.method(example(kind))).isEqualTo(kind);
    assertThat(Principals.name(example(kind))).isEqualTo(name);
  }
}
