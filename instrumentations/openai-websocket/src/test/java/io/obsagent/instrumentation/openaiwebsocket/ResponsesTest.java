// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.AsyncResponseConnection;
import com.openai.core.http.ResponseConnection;
import com.openai.errors.OpenAIException;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.WebSocketServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ResponsesTest {
  private static List<RecordedSpan> turns(String model, int count) {
    String name = "chat " + model;
    Recorded.await(
        () -> Recorded.spans().stream().filter(span -> span.name().equals(name)).count() >= count,
        () -> count + " responses of " + model + " among " + Recorded.spans());
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void receiveAll(ResponseConnection connection) {
    while (!connection.receive().isResponseCompleted()) {
      continue;
    }
  }

  @Test
  void eachResponseOfAConnectionIsACallWithItsTokensAndCost() throws Exception {
    try (WebSocketServer server = Wire.responses()) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        Recorded.served(
            Map.of(),
            () -> {
              connection.send(Wire.question("live-two", "Tea?"));
              receiveAll(connection);
              return "";
            });
        connection.send(Wire.question("live-two", "More?"));
        connection.finalResponse();
      }
      client.close();
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
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("gen_ai.request.stream", true)
                    .containsEntry("gen_ai.request.max_tokens", 64L)
                    .containsEntry("gen_ai.response.id", "r-1")
                    .containsEntry("gen_ai.response.model", "m-real")
                    .containsEntry("gen_ai.response.finish_reasons", List.of("completed"))
                    .containsEntry("gen_ai.usage.input_tokens", 3L)
                    .containsEntry("gen_ai.usage.output_tokens", 2L)
                    .containsEntry("gen_ai.usage.cache_read.input_tokens", 1L)
                    .containsEntry("gen_ai.usage.reasoning.output_tokens", 1L)
                    .containsEntry("server.address", "127.0.0.1")
                    .containsKey("gen_ai.response.time_to_first_chunk")
                    .doesNotContainKey("obs.gen_ai.left_early"));
    assertThat(Recorded.metric("ai_cost_usd_total{model=\"live-two\",provider=\"openai\"}"))
        .isEqualTo(0.046);
  }

  /** Who waits twice at a time is told so, and who gives up waiting may wait again. */
  @Test
  void aWaitThatTheApplicationBreaksOffCutsNothing() throws Exception {
    try (WebSocketServer server = Wire.responses()) {
      OpenAIClient client = Wire.connect(server);
      try (AsyncResponseConnection connection =
          client.async().responses().connect().get(60, TimeUnit.SECONDS)) {
        connection.send(Wire.question("live-patient", "wait"));
        CompletableFuture<?> first = connection.receive();
        assertThatThrownBy(() -> connection.receive().get(60, TimeUnit.SECONDS))
            .isInstanceOf(Exception.class);
        first.cancel(true);
        assertThat(Recorded.spans()).noneMatch(span -> span.name().equals("chat live-patient"));
      }
      client.close();
    }
    assertThat(turns("live-patient", 1).get(0).attribute("obs.gen_ai.left_early")).isEqualTo(true);
  }

  @Test
  void lanesOfAConnectionHaveResponsesBesideEachOther() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (WebSocketServer server = Wire.responses(heard::add)) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        connection.send(Wire.question("live-first", "wait"));
        // The client refuses a command while the one before it waits to be written.
        assertThat(heard.poll(60, TimeUnit.SECONDS)).contains("live-first");
        connection.lane("second").send(Wire.question("live-second", "wait"));
      }
      client.close();
    }
    assertThat(turns("live-first", 1).get(0).attribute("obs.gen_ai.left_early")).isEqualTo(true);
    assertThat(turns("live-second", 1).get(0).attribute("obs.gen_ai.left_early")).isEqualTo(true);
  }

  /** The application receives none of them. */
  @Test
  void whatIsSaidOnALaneIsOfItsResponse() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (WebSocketServer server = Wire.responses(heard::add)) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        connection.send(Wire.question("live-silent", "wait"));
        assertThat(heard.poll(60, TimeUnit.SECONDS)).contains("live-silent");
        connection.lane("second").send(Wire.question("live-lane", "Tea?"));
        assertThat(turns("live-lane", 1).get(0).attributes())
            .containsEntry("gen_ai.response.id", "r-1")
            .containsEntry("gen_ai.usage.output_tokens", 2L)
            .doesNotContainKey("obs.gen_ai.left_early");
        assertThat(Recorded.spans()).noneMatch(span -> span.name().equals("chat live-silent"));
      }
      client.close();
    }
    assertThat(turns("live-silent", 1).get(0).attribute("obs.gen_ai.left_early")).isEqualTo(true);
  }

  @Test
  void aCallOfAToolIsKeptWithItsArguments() throws Exception {
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    try (WebSocketServer server = Wire.responses()) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        connection.send(Wire.question("live-tool", "Ask a tool"));
        connection.finalResponse();
      }
      client.close();
    } finally {
      Recorded.keepContent(Map.of());
    }
    assertThat(turns("live-tool", 1).get(0).attribute("gen_ai.output.messages"))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"t-1\","
                + "\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}]}]");
  }

  @Test
  void aResponseIsRefusedOnceTheBudgetIsSpentWithTheSdksOwnException() throws Exception {
    try (WebSocketServer server = Wire.responses()) {
      OpenAIClient client = Wire.connect(server);
      try (ResponseConnection connection = client.responses().connect()) {
        connection.send(Wire.question("live-spent", "Tea?"));
        receiveAll(connection);
        turns("live-spent", 1);
        assertThatThrownBy(() -> connection.send(Wire.question("live-spent", "More?")))
            .isInstanceOf(OpenAIException.class)
            .hasMessageContaining("the budget 'experiments'");
      }
      client.close();
    }
  }
}
