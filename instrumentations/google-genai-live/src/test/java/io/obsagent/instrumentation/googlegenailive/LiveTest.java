// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import io.obsagent.instrumentation.googlegenailive.LiveWire.Talk;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.WebSocketServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class LiveTest {
  private static List<RecordedSpan> turns(String model, int count) {
    String name = "generate_content " + model;
    Recorded.await(
        () -> Recorded.spans().stream().filter(span -> span.name().equals(name)).count() >= count,
        () -> count + " turns of " + model + " among " + Recorded.spans());
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  @Test
  void eachTurnIsACallWithItsTokensAndCost() throws Exception {
    try (WebSocketServer server = LiveWire.serve();
        Client client = LiveWire.connect(server)) {
      Talk talk = Talk.of(client, "live-two");
      Recorded.served(
          Map.of(),
          () -> {
            talk.say("Tea?");
            return talk.answer();
          });
      talk.say("More?");
      assertThat(talk.answer()).isEqualTo("Tea.");
      talk.session().close().get(60, TimeUnit.SECONDS);
    }
    List<RecordedSpan> turns = turns("live-two", 2);
    assertThat(turns).hasSize(2).allMatch(turn -> turn.status().equals("UNSET"));
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.kind().equals("SERVER")),
        () -> "who served among " + Recorded.spans());
    RecordedSpan served =
        Recorded.spans().stream().filter(span -> span.kind().equals("SERVER")).findFirst().get();
    assertThat(turns).filteredOn(turn -> turn.isChildOf(served)).hasSize(1);
    assertThat(turns)
        .allSatisfy(
            turn ->
                assertThat(turn.attributes())
                    .containsEntry("gen_ai.provider.name", "gcp.gemini")
                    .containsEntry("gen_ai.request.stream", true)
                    .containsEntry("gen_ai.usage.input_tokens", 3L)
                    .containsEntry("gen_ai.usage.output_tokens", 2L)
                    .containsEntry("gen_ai.usage.audio.output_tokens", 2L)
                    .containsEntry("server.address", "localhost")
                    .containsKey("gen_ai.response.time_to_first_chunk")
                    .doesNotContainKey("obs.gen_ai.left_early"));
    assertThat(
            Recorded.metric(
                "ai_requests_total{model=\"live-two\",provider=\"gcp.gemini\",status=\"success\"}"))
        .isEqualTo(2);
    assertThat(Recorded.metric("ai_cost_usd_total{model=\"live-two\",provider=\"gcp.gemini\"}"))
        .isEqualTo(2 * 5 * 0.001);
  }

  @Test
  void aTurnIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    try (WebSocketServer server = LiveWire.serve();
        Client client = LiveWire.connect(server)) {
      Talk talk = Talk.of(client, "live-spent");
      talk.say("Tea?");
      talk.answer();
      turns("live-spent", 1);
      assertThatThrownBy(() -> talk.say("More?"))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("the budget 'experiments'");
    }
  }
}
