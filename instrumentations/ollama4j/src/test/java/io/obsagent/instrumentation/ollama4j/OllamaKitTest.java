// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

class OllamaKitTest extends GenAiKit {
  private static final String TOOL_CALL =
      "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"kettle\",\"arguments\":{\"litres\":1}}}]},"
          + "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":5";

  @Override
  protected Wire wire() {
    return new Wire(
        OllamaWire.HEAD + OllamaWire.TEXT + OllamaWire.usage(3, 2),
        "stop",
        OllamaWire.HEAD + TOOL_CALL + OllamaWire.usage(3, 2),
        "stop",
        OllamaWire.HEAD + OllamaWire.TEXT + "}",
        OllamaWire.chunk("Tea"),
        OllamaWire.chunk(".") + OllamaWire.lastChunk(),
        false);
  }

  @Override
  protected String toolCallStream() {
    return OllamaWire.HEAD + TOOL_CALL + OllamaWire.usage(3, 2) + "\n";
  }

  @Override
  protected @Nullable String toolCallId() {
    return null;
  }

  @Override
  protected Detailed detailed() {
    return new Detailed(
        OllamaWire.HEAD + OllamaWire.TEXT + OllamaWire.usage(30, 20),
        Map.of("input_tokens", 30L, "output_tokens", 20L));
  }

  @Override
  protected String refusal(int status, String message) {
    return "{\"error\":\"" + message + "\"}";
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
  protected boolean retries() {
    return false;
  }

  @Override
  protected Client connect(String url, int retries) {
    return new ChatClient(url);
  }

  private record ChatClient(String url) implements Client {
    @Override
    public void ask(String model) throws Exception {
      OllamaWire.chat(url, OllamaWire.question(model, QUESTION));
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
      try {
        return CompletableFuture.completedFuture(
            OllamaWire.stream(
                OllamaWire.client(url), OllamaWire.question(model, QUESTION), onChunk));
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
