// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.logging.LogManager;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a container checks by itself, with no line of the application's. */
@ExtendWith(AgentExtension.class)
class ContainersTest {
  private static double attempts(String outcome) {
    Double value =
        Recorded.metric(
            "authentication_attempts_total{method=\"password\",outcome=\"" + outcome + "\"}");
    return value == null ? 0 : value;
  }

  private static double logins() {
    return Recorded.sum("user_logins_total");
  }

  static int get(Containers.Running container, String user, String password) throws Exception {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    URI uri = URI.create("http://127.0.0.1:" + container.port() + "/page");
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Basic " + credentials).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @ParameterizedTest
  @EnumSource
  void aPageWithBasicAuthenticationCountsItsUser(Containers container) throws Exception {
    LogManager.getLogManager().reset(); // Tomcat reports what the tests provoke
    String user = "user-of-" + container.name();
    double logins = logins();
    double failures = attempts("failure");
    int users = Recorded.distinctUsers();
    try (Containers.Running running = container.start(user)) {
      assertThat(get(running, user, "right")).isEqualTo(200);
      assertThat(logins()).isEqualTo(logins + 1);
      assertThat(Recorded.distinctUsers()).isEqualTo(users + 1);

      assertThat(get(running, user, "wrong")).isEqualTo(401);
      assertThat(attempts("failure")).isEqualTo(failures + 1);

      assertThat(get(running, user, "right")).isEqualTo(200);
      assertThat(logins()).isEqualTo(logins + 2);
      assertThat(Recorded.distinctUsers()).isEqualTo(users + 1);
    }
  }
}
