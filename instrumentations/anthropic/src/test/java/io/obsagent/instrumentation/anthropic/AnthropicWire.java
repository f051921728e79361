// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import io.obsagent.testing.GenAiCalls.Chunks;
import io.obsagent.testing.GenAiCalls.Detailed;
import io.obsagent.testing.GenAiCalls.Wire;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The Messages API as it is written, and the library's client for it. */
final class AnthropicWire {
  static final String LIMITS =
      "anthropic-ratelimit-requests-limit: 100\r\nanthropic-ratelimit-requests-remaining: 99\r\n"
          + "anthropic-ratelimit-tokens-limit: 9000\r\n"
          + "anthropic-ratelimit-tokens-remaining: 8000\r\n"
          + "anthropic-ratelimit-input-tokens-limit: 5000\r\n"
          + "anthropic-ratelimit-input-tokens-remaining: 4000\r\n"
          + "anthropic-ratelimit-output-tokens-limit: 4000\r\n"
          + "anthropic-ratelimit-output-tokens-remaining: 3900\r\n";

  /** Those of tokens: of both kinds, and of each. */
  static final Map<String, Long> OTHER_LIMITS =
      Map.of("tokens", 8_000L, "input_tokens", 4_000L, "output_tokens", 3_900L);

  /** Whether this version of the library tells spans of its own. */
  static final boolean TELLS_ITS_OWN =
      AnthropicClient.class.getResource("/com/anthropic/core/opentelemetry/TraceApiCall.class")
          != null;

  private static final String TEXT = "{\"type\":\"text\",\"text\":\"Tea.\",\"citations\":null}";
  private static final String TOOL =
      "{\"type\":\"tool_use\",\"id\":\"t-1\",\"name\":\"kettle\",\"input\":{\"litres\":1}}";
  static final String USAGE =
      ",\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"cache_creation_input_tokens\":0,"
          + "\"cache_read_input_tokens\":0}";

  private AnthropicWire() {}

  static String message(String content, String reason, String usage) {
    return "{\"id\":\"msg-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-real\","
        + "\"content\":["
        + content
        + "],\"stop_reason\":"
        + reason
        + ",\"stop_sequence\":null"
        + usage
        + "}";
  }

  private static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
  }

  static Wire wire() {
    String start = message("", "null", USAGE.replace("\"output_tokens\":2", "\"output_tokens\":1"));
    return new Wire(
        message(TEXT, "\"end_turn\"", USAGE),
        "end_turn",
        message(TOOL, "\"tool_use\"", USAGE),
        "tool_use",
        message(TEXT, "\"end_turn\"", ""),
        event("message_start", ",\"message\":" + start),
        event(
                "content_block_start",
                ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
            + event(
                "content_block_delta",
                ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Tea.\"}")
            + event("content_block_stop", ",\"index\":0")
            + event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                    + "\"usage\":{\"output_tokens\":2}")
            + event("message_stop", ""),
        true);
  }

  static String toolCallStream() {
    String start = ",\"message\":" + message("", "null", USAGE);
    String tool = TOOL.replace("{\"litres\":1}", "{}");
    return event("message_start", start)
        + event("content_block_start", ",\"index\":0,\"content_block\":" + tool)
        + input("")
        + input("{\\\"litres")
        + input("\\\":1}")
        + event("content_block_stop", ",\"index\":0")
        + event(
            "message_delta",
            ",\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},"
                + "\"usage\":{\"output_tokens\":2}")
        + event("message_stop", "");
  }

  private static String input(String partial) {
    return event(
        "content_block_delta",
        ",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""
            + partial
            + "\"}");
  }

  static Detailed detailed() {
    String usage =
        ",\"usage\":{\"input_tokens\":10,\"output_tokens\":20,\"cache_read_input_tokens\":14,"
            + "\"cache_creation_input_tokens\":6,"
            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":4,\"ephemeral_1h_input_tokens\":2}}";
    return new Detailed(
        message(TEXT, "\"end_turn\"", usage),
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            14L,
            "cache_write.input_tokens",
            6L));
  }

  static String refusal(int status, String message) {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 429 -> "rate_limit_error";
          case 503 -> "overloaded_error";
          default -> "api_error";
        };
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + type
        + "\",\"message\":\""
        + message
        + "\"}}";
  }

  static AnthropicClient connect(String url, String key, int retries) {
    return AnthropicOkHttpClient.builder().baseUrl(url).apiKey(key).maxRetries(retries).build();
  }

  static MessageCreateParams.Builder question(String model) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(64)
        .addUserMessage("Which kettle is good?");
  }

  static CompletableFuture<?> push(AsyncStreamResponse<?> response, Runnable onChunk) {
    response.subscribe(chunk -> onChunk.run());
    return response.onCompleteFuture();
  }

  /** The library's stream, read by hand. */
  static final class Pulled implements Chunks {
    private final StreamResponse<?> response;
    private final Iterator<?> iterator;

    Pulled(StreamResponse<?> response) {
      this.response = response;
      this.iterator = response.stream().iterator();
    }

    @Override
    public boolean next() {
      if (!iterator.hasNext()) {
        return false;
      }
      iterator.next();
      return true;
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
