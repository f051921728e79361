// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the headers of a provider's answers to the alert that comes with the agent. */
@Timeout(900)
class RateLimitTest {
  private static final String ALERT = "AIRateLimitNearlyReached";

  @TempDir private Path directory;

  @Test
  void aProviderThatLeavesLittleOfItsLimitIsAnAlert() throws Exception {
    try (AgentProcess assistant =
        AgentProcess.start(
            directory,
            Map.of(),
            List.of("-Dobs.evaluation.interval=1s"),
            "--provider.remaining=12")) {
      String agent = assistant.find("Assistant ready at (\\S+)") + "/agent";
      assertThat(assistant.get(agent)).isEqualTo(200);
      assertThat(assistant.page("metrics"))
          .contains(
              "ai_rate_limit{model=\"gpt-4o\",provider=\"openai\",limit=\"requests\"} 500",
              "ai_rate_limit_remaining{model=\"gpt-4o\",provider=\"openai\",limit=\"requests\"} 12",
              "ai_rate_limit_remaining{model=\"gpt-4o\",provider=\"openai\",limit=\"tokens\"}"
                  + " 29744");

      assistant.await(
          "the alert",
          () -> {
            assertThat(assistant.get(agent)).isEqualTo(200);
            return alerts(assistant).stream()
                .anyMatch(alert -> alert.path("state").asString().equals("firing"));
          });
      assertThat(alerts(assistant))
          .allSatisfy(
              alert -> {
                assertThat(alert.path("state").asString()).isEqualTo("firing");
                assertThat(alert.path("labels").path("provider").asString()).isEqualTo("openai");
                assertThat(alert.path("labels").path("limit").asString()).isEqualTo("requests");
                assertThat(alert.path("annotations").path("summary").asString())
                    .startsWith("openai leaves 2.4% of its limit of requests for ");
              });
    }
  }

  /** Of that name, pending or firing: it fires when it has been pending for two minutes. */
  private static List<JsonNode> alerts(AgentProcess assistant) throws Exception {
    JsonNode alerts =
        JsonMapper.shared().readTree(assistant.page("api/v1/alerts")).path("data").path("alerts");
    return alerts
        .valueStream()
        .filter(alert -> alert.path("labels").path("alertname").asString().equals(ALERT))
        .toList();
  }
}
