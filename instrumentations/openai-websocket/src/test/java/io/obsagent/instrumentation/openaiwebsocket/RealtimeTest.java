// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.helpers.RealtimeConnection;
import com.openai.helpers.RealtimeWebSocketOptions;
import com.openai.models.realtime.InputAudioBufferCommitEvent;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.ResponseCreateEvent;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.WebSocketServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class RealtimeTest {
  private static void receiveAll(RealtimeConnection connection) {
    while (!connection.receive().isResponseDone()) {
      continue;
    }
  }

  @Test
  void eachResponseIsACallWhoeverBeginsIt() throws Exception {
    try (WebSocketServer server = Wire.realtime()) {
      ClientOptions options =
          ClientOptions.builder()
              .httpClient(OkHttpClient.builder().build())
              .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
              .apiKey("key")
              .build();
      try (RealtimeConnection connection =
          RealtimeConnection.connect(
              options, RealtimeWebSocketOptions.builder().model("live-heard").build())) {
        connection.send(
            RealtimeClientEvent.ofResponseCreate(ResponseCreateEvent.builder().build()));
        receiveAll(connection);
        connection.send(
            RealtimeClientEvent.ofInputAudioBufferCommit(
                InputAudioBufferCommitEvent.builder().build()));
        receiveAll(connection);
      }
      options.close();
    }
    Recorded.await(
        () ->
            Recorded.spans().stream().filter(span -> span.name().equals("chat live-heard")).count()
                == 2,
        () -> "two responses among " + Recorded.spans());
    List<RecordedSpan> turns =
        Recorded.spans().stream().filter(span -> span.name().equals("chat live-heard")).toList();
    assertThat(turns)
        .allSatisfy(
            turn ->
                assertThat(turn.attributes())
                    .containsEntry("gen_ai.response.id", "r-1")
                    .containsEntry("gen_ai.response.finish_reasons", List.of("completed"))
                    .containsEntry("gen_ai.usage.input_tokens", 3L)
                    .containsEntry("gen_ai.usage.output_tokens", 2L)
                    .containsEntry("gen_ai.usage.audio.input_tokens", 2L)
                    .containsEntry("gen_ai.usage.audio.output_tokens", 1L)
                    .containsKey("gen_ai.response.time_to_first_chunk"));
  }
}
