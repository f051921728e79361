// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** Logins, users and logouts of WebFlux. */
@ExtendWith(AgentExtension.class)
class ReactiveSecurityTest {
  private final ReactiveSite site = new ReactiveSite();

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
  void aRequestWithCredentialsIsOneLoginOfOneUser() {
    double logins = logins();
    double successes = attempts("success");
    int users = Recorded.distinctUsers();

    assertThat(site.get("cid", "right")).isEqualTo("page");
    assertThat(site.get("cid", "right")).isEqualTo("page");

    assertThat(logins()).isEqualTo(logins + 2);
    assertThat(attempts("success")).isEqualTo(successes + 2);
    assertThat(Recorded.distinctUsers()).isEqualTo(users + 1);
  }

  @Test
  void aFailedOneIsNoLogin() {
    double logins = logins();
    double failures = attempts("failure");

    assertThat(site.get("ann", "wrong")).isEqualTo("refused");
    assertThat(site.get("nobody", "right")).isEqualTo("refused");

    assertThat(attempts("failure")).isEqualTo(failures + 2);
    assertThat(logins()).isEqualTo(logins);
  }

  @Test
  void aManagerThatTheApplicationAsksItselfCountsToo() {
    double logins = logins();
    double failures = attempts("failure");

    assertThat(site.attempt(new UsernamePasswordAuthenticationToken("bob", "right")))
        .isEqualTo("bob");
    assertThat(site.attempt(new UsernamePasswordAuthenticationToken("bob", "wrong")))
        .isEqualTo("BadCredentialsException");

    assertThat(logins()).isEqualTo(logins + 1);
    assertThat(attempts("failure")).isEqualTo(failures + 1);
  }

  @Test
  void whoseRequestItIsCountsWhereARuleAsks() {
    int users = Recorded.distinctUsers();
    site.ask("asked-of-webflux");
    site.ask("asked-of-webflux");
    assertThat(Recorded.distinctUsers()).isEqualTo(users + 1);
  }

  @Test
  void aLogoutCountsUnlessItIsNobodys() {
    double before = of("user_logouts_total");
    site.logout(Logins.authenticated("ann"));
    site.logout(Logins.nobody());
    assertThat(of("user_logouts_total")).isEqualTo(before + 1);
  }
}
