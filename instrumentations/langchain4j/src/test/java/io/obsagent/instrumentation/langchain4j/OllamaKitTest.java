// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class OllamaKitTest extends GenAiKit {
  private static final String HEAD =
      "{\"model\":\"m-real\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",";
  private static final String TEXT = "\"content\":\"Tea.\"},\"done\":true,\"done_reason\":\"stop\"";
  private static final String TOOL_CALL =
      "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"kettle\",\"arguments\":{\"litres\":1}}}]},"
          + "\"done\":true,\"done_reason\":\"stop\"";

  private static String usage(int input, int output) {
    return ",\"prompt_eval_count\":" + input + ",\"eval_count\":" + output + "}";
  }

  private static String chunk(String text) {
    return HEAD + "\"content\":\"" + text + "\"},\"done\":false}\n";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        HEAD + TEXT + usage(3, 2),
        "stop",
        HEAD + TOOL_CALL + usage(3, 2),
        "tool_calls",
        HEAD + TEXT + "}",
        chunk("Tea"),
        chunk(".")
            + HEAD
            + "\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\""
            + usage(3, 2)
            + "\n",
        false);
  }

  @Override
  protected String toolCallStream() {
    return HEAD + TOOL_CALL + usage(3, 2) + "\n";
  }

  @Override
  protected @Nullable String toolCallId() {
    return null;
  }

  @Override
  protected Detailed detailed() {
    return new Detailed(
        HEAD + TEXT + usage(30, 20), Map.of("input_tokens", 30L, "output_tokens", 20L));
  }

  @Override
  protected String streamType() {
    return "application/x-ndjson";
  }

  @Override
  protected String provider() {
    return "ollama";
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClient(url, retries);
  }

  private record ChatClient(String url, int retries) implements Client {
    @Override
    public void ask(String model) {
      OllamaChatModel.builder()
          .baseUrl(url)
          .modelName(model)
          .maxRetries(retries)
          .build()
          .chat(QUESTION);
    }

    @Override
    public @Nullable CompletableFuture<?> askLater(String model) {
      return null;
    }

    @Override
    public @Nullable Chunks stream(String model) {
      return null;
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      ChatRequest request = ChatRequest.builder().messages(UserMessage.from(QUESTION)).build();
      return OpenAiWire.push(
          OllamaStreamingChatModel.builder().baseUrl(url).modelName(model).build(),
          request,
          onChunk);
    }
  }
}
