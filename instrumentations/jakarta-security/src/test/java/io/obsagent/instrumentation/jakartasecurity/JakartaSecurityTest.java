// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class JakartaSecurityTest {
  private static double attempts(String outcome) {
    Double value =
        Recorded.metric(
            "authentication_attempts_total{method=\"password\",outcome=\"" + outcome + "\"}");
    return value == null ? 0 : value;
  }

  private static double logins() {
    return Recorded.sum("user_logins_total");
  }

  @Test
  void aLoginOfARequestCountsOnceHoweverManyRequestsAreAroundOneAnother() throws Exception {
    double logins = logins();
    double logouts = Recorded.sum("user_logouts_total");
    double failures = attempts("failure");
    try (TomcatLogin tomcat = new TomcatLogin()) {
      assertThat(tomcat.login("ann", "right")).isEqualTo("ann");
      assertThat(logins()).isEqualTo(logins + 1);
      assertThat(Recorded.sum("user_logouts_total"))
          .as("the second is nobody's")
          .isEqualTo(logouts + 1);
      assertThat(tomcat.login("ann", "wrong")).isEqualTo("ServletException");
    }
    assertThat(attempts("failure")).isEqualTo(failures + 1);
    assertThat(logins()).isEqualTo(logins + 1);
  }

  @Test
  void whatAnIdentityStoreKnowsCounts() throws Exception {
    Stores stores = new Stores();
    double logins = logins();
    double failures = attempts("failure");

    assertThat(stores.login("ann", "right")).isEqualTo("VALID");
    assertThat(stores.login("ann", "wrong")).isEqualTo("INVALID");
    assertThat(stores.loginWithoutPassword("ann")).isEqualTo("NOT_VALIDATED");

    assertThat(logins()).isEqualTo(logins + 1);
    assertThat(attempts("failure")).isEqualTo(failures + 1);
  }

  @Test
  void aLoginByJaasCountsWithinARequest() throws Exception {
    double logins = logins();
    assertThat(JaasLogin.login("right")).isEqualTo("in");
    assertThat(logins()).as("that of a client").isEqualTo(logins);

    assertThat(Recorded.served(Map.of(), () -> JaasLogin.login("right"))).isEqualTo("in");
    assertThat(logins()).isEqualTo(logins + 1);
    assertThat(Recorded.served(Map.of(), () -> JaasLogin.login("wrong")))
        .isEqualTo("FailedLoginException");
    assertThat(logins()).isEqualTo(logins + 1);
    assertThat(
            Recorded.metric("authentication_attempts_total{method=\"jaas\",outcome=\"failure\"}"))
        .isEqualTo(1);
  }
}
