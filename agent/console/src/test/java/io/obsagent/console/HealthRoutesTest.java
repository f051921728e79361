// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRoutesTest {
  /** Gathers nothing: probes ask every few seconds. */
  private static final AgentReport GLANCED_AT =
      new AgentReport() {
        @Override
        public Snapshot snapshot() {
          throw new AssertionError("health asks for all that the agent knows");
        }

        @Override
        public Snapshot glance() {
          return new TestReport().snapshot();
        }
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/monitoring/health",
        "/monitoring/health/live",
        "/monitoring/health/ready",
        "/monitoring/health/startup",
        "/-/ready"
      })
  void aProbeOnlyGlancesAtTheAgent(String path) throws Exception {
    Router router = new Router();
    HealthRoutes.register(router, GLANCED_AT, Map.of());
    Router.Match match = router.find("GET", path);
    Response response =
        match.handler().handle(new Request("GET", path, Map.of(), Map.of(), Map.of(), new byte[0]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    assertThat(response.status()).isEqualTo(200);
    assertThat(out.toString(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
