// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.helpers.RealtimeConnection;
import com.openai.helpers.RealtimeWebSocketOptions;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeResponseCreateParams;
import com.openai.models.realtime.RealtimeServerEvent;
import com.openai.models.realtime.ResponseCreateEvent;
import io.obsagent.testing.GenAiTalkKit;
import io.obsagent.testing.WebSocketServer;
import java.util.List;
import java.util.Map;

/** The Realtime API. */
class RealtimeKitTest extends GenAiTalkKit {
  @Override
  protected List<String> turn() {
    return List.of(Wire.CREATED, Wire.DELTA, Wire.DELTA, Wire.DONE);
  }

  @Override
  protected String answer() {
    return "TeaTea";
  }

  @Override
  protected List<String> withoutUsage() {
    return List.of(Wire.CREATED, Wire.DELTA, Wire.DONE.replaceAll(",\"usage\":.*}}}}", "}}"));
  }

  @Override
  protected Map<String, Long> detailed() {
    return Map.of(
        "cache_read.input_tokens", 1L, "audio.input_tokens", 2L, "audio.output_tokens", 1L);
  }

  @Override
  protected List<String> toolTurn() {
    return List.of(
        Wire.CREATED, Wire.DONE.replace("\"output\":[]", "\"output\":[" + Wire.CALL + "]"));
  }

  @Override
  protected List<String> limitedTurn() {
    return List.of(Wire.CREATED, Wire.LIMITS, Wire.DELTA, Wire.DONE);
  }

  @Override
  protected String refusal(String message) {
    return "{\"type\":\"error\",\"event_id\":\"e-9\",\"error\":{\"type\":\"invalid_request_error\","
        + "\"code\":\"rate_limit_exceeded\",\"message\":\""
        + message
        + "\"}}";
  }

  @Override
  protected String provider() {
    return "openai";
  }

  @Override
  protected boolean tellsQuestions() {
    return false;
  }

  @Override
  protected Client connect(WebSocketServer server) {
    ClientOptions options =
        ClientOptions.builder()
            .httpClient(OkHttpClient.builder().build())
            .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
            .apiKey(KEY)
            .build();
    return new Client() {
      @Override
      public Talk talk(String model) {
        return new Realtime(
            RealtimeConnection.connect(
                options, RealtimeWebSocketOptions.builder().model(model).build()));
      }

      @Override
      public void close() {
        options.close();
      }
    };
  }

  private record Realtime(RealtimeConnection connection) implements Talk {
    @Override
    public void say(String text) {
      connection.send(
          RealtimeClientEvent.ofResponseCreate(
              ResponseCreateEvent.builder()
                  .response(RealtimeResponseCreateParams.builder().instructions(text).build())
                  .build()));
    }

    @Override
    public void hear() {
      while (true) {
        RealtimeServerEvent event = connection.receive();
        if (event.isResponseDone() || event.isError()) {
          return;
        }
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
