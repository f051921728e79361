// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class OpenAiKitTest extends GenAiKit {
  @Override
  protected Wire wire() {
    return new Wire(
        OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE,
        "stop",
        OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + OpenAiWire.USAGE,
        "tool_calls",
        OpenAiWire.HEAD + OpenAiWire.TEXT + "}",
        OpenAiWire.FIRST_CHUNK,
        OpenAiWire.LAST_CHUNKS,
        false);
  }

  @Override
  protected String toolCallStream() {
    return OpenAiWire.TOOL_CHUNKS;
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":7}}}";
    return new Detailed(
        OpenAiWire.HEAD + OpenAiWire.TEXT + usage,
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
  protected String provider() {
    return "openai";
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClient(url, retries);
  }

  private record ChatClient(String url, int retries) implements Client {
    @Override
    public void ask(String model) {
      OpenAiWire.model(url, KEY, model, retries).chat(QUESTION);
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
      return OpenAiWire.push(OpenAiWire.streaming(url, KEY, model), request, onChunk);
    }
  }
}
