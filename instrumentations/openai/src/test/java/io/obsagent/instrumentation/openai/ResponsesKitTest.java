// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.client.OpenAIClient;
import com.openai.models.responses.ResponseCreateParams;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class ResponsesKitTest extends GenAiKit {
  private static final String USAGE =
      ",\"usage\":{\"input_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":0},"
          + "\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":0},"
          + "\"total_tokens\":5}";
  private static final String TEXT =
      "{\"id\":\"o-1\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":"
          + "[{\"type\":\"output_text\",\"text\":\"Tea.\",\"annotations\":[]}]}";
  private static final String TOOL_CALL =
      "{\"id\":\"o-1\",\"type\":\"function_call\",\"call_id\":\"t-1\",\"name\":\"kettle\","
          + "\"arguments\":\"{\\\"litres\\\":1}\",\"status\":\"completed\"}";

  private static String response(String output, String usage) {
    return "{\"id\":\"r-1\",\"object\":\"response\",\"created_at\":1,\"model\":\"m-real\","
        + "\"status\":\"completed\",\"output\":["
        + output
        + "]"
        + usage
        + "}";
  }

  private static String completed(String output) {
    return "event: response.completed\n"
        + "data: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":"
        + response(output, USAGE)
        + "}\n\n";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        response(TEXT, USAGE),
        "completed",
        response(TOOL_CALL, USAGE),
        "completed",
        response(TEXT, ""),
        "event: response.output_text.delta\n"
            + "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"o-1\",\"output_index\":0,"
            + "\"content_index\":0,\"delta\":\"Tea\",\"sequence_number\":1}\n\n",
        completed(TEXT),
        false);
  }

  @Override
  protected String toolCallStream() {
    return completed(TOOL_CALL);
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"input_tokens\":30,\"input_tokens_details\":{\"cached_tokens\":10},"
            + "\"output_tokens\":20,\"output_tokens_details\":{\"reasoning_tokens\":7},"
            + "\"total_tokens\":50}";
    return new Detailed(
        response(TEXT, usage),
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            10L,
            "reasoning.output_tokens",
            7L));
  }

  @Override
  protected String limitHeaders() {
    return OpenAiChunks.LIMITS;
  }

  @Override
  protected Map<String, Long> otherLimits() {
    return Map.of("tokens", 4_000L);
  }

  @Override
  protected String provider() {
    return "openai";
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ResponsesClient(OpenAiTest.connect(url, KEY, retries));
  }

  private record ResponsesClient(OpenAIClient client) implements Client {
    private static ResponseCreateParams question(String model) {
      return ResponseCreateParams.builder().model(model).input("Which kettle is good?").build();
    }

    @Override
    public void ask(String model) {
      client.responses().create(question(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return client.async().responses().create(question(model));
    }

    @Override
    public Chunks stream(String model) {
      return new OpenAiChunks(client.responses().createStreaming(question(model)));
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return OpenAiChunks.push(
          client.async().responses().createStreaming(question(model)), onChunk);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
