// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.responses.ResponsesClientEvent;
import io.obsagent.testing.WebSocketServer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;

/** The Responses and the Realtime API as they are written over web sockets. */
final class Wire {
  static final String DELTA =
      "{\"type\":\"response.output_text.delta\",\"item_id\":\"i-1\",\"output_index\":0,"
          + "\"content_index\":0,\"delta\":\"Tea\",\"logprobs\":[],\"sequence_number\":1,"
          + "\"response_id\":\"r-1\",\"event_id\":\"e-1\"}";
  static final String COMPLETED =
      "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"r-1\","
          + "\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"m-real\","
          + "\"output\":[],\"tools\":[],\"parallel_tool_calls\":true,\"tool_choice\":\"auto\",\"usage\":"
          + "{\"input_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":1},\"output_tokens\":2,"
          + "\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":5}}}";

  /** As an item of an answer of either API. */
  static final String CALL =
      "{\"id\":\"i-1\",\"type\":\"function_call\",\"call_id\":\"t-1\",\"name\":\"kettle\","
          + "\"arguments\":\"{\\\"litres\\\":1}\",\"status\":\"completed\"}";

  static final String ERROR =
      "{\"type\":\"error\",\"status\":429,\"error\":{\"type\":\"rate_limit\","
          + "\"code\":\"rate_limit_exceeded\",\"message\":\"wait\"}}";
  static final String CREATED =
      "{\"type\":\"response.created\",\"event_id\":\"e-0\",\"response\":{\"id\":\"r-1\"}}";
  static final String DONE =
      "{\"type\":\"response.done\",\"event_id\":\"e-2\",\"response\":{\"id\":\"r-1\","
          + "\"object\":\"realtime.response\",\"status\":\"completed\",\"output\":[],\"usage\":"
          + "{\"total_tokens\":5,\"input_tokens\":3,\"output_tokens\":2,\"input_token_details\":"
          + "{\"cached_tokens\":1,\"text_tokens\":1,\"audio_tokens\":2},\"output_token_details\":"
          + "{\"text_tokens\":1,\"audio_tokens\":1}}}}";

  static final String LIMITS =
      "{\"type\":\"rate_limits.updated\",\"event_id\":\"e-3\",\"rate_limits\":["
          + "{\"name\":\"requests\",\"limit\":100,\"remaining\":99,\"reset_seconds\":1.5},"
          + "{\"name\":\"tokens\",\"limit\":5000,\"remaining\":4000,\"reset_seconds\":2}]}";

  private Wire() {}

  /** Answers each request, is silent, tells an error, or cuts the connection. */
  static WebSocketServer responses() throws IOException {
    return responses(said -> {});
  }

  /** The same, and tells what it hears. */
  static WebSocketServer responses(Consumer<String> heard) throws IOException {
    return new WebSocketServer(
        ServerSocketFactory.getDefault(),
        said -> {
          heard.accept(said);
          if (said.contains("cut me")) {
            return null;
          }
          if (said.contains("a tool")) {
            return List.of(COMPLETED.replace("\"output\":[]", "\"output\":[" + CALL + "]"));
          }
          return said.contains("wait")
              ? List.of()
              : said.contains("too much")
                  ? List.of(ERROR)
                  : Stream.of(DELTA, DELTA, COMPLETED).map(event -> onLaneOf(said, event)).toList();
        });
  }

  private static String onLaneOf(String said, String event) {
    String second = "\"stream_id\":\"second\"";
    return said.contains(second) ? "{" + second + "," + event.substring(1) : event;
  }

  /** Answers a request, and begins by itself once it has heard enough. */
  static WebSocketServer realtime() throws IOException {
    return new WebSocketServer(
        ServerSocketFactory.getDefault(),
        said ->
            said.contains("response.create") || said.contains("input_audio_buffer.commit")
                ? List.of(CREATED, DELTA, DELTA, DONE)
                : List.of());
  }

  static OpenAIClient connect(WebSocketServer server) {
    return connect(server, "key");
  }

  static OpenAIClient connect(WebSocketServer server, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  static ResponsesClientEvent question(String model, String text) {
    return ResponsesClientEvent.ofResponseCreate(
        ResponsesClientEvent.ResponseCreate.builder()
            .model(model)
            .input(text)
            .maxOutputTokens(64)
            .build());
  }
}
