// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.models.beta.messages.MessageCreateParams;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class BetaKitTest extends GenAiKit {
  @Override
  protected Wire wire() {
    return AnthropicWire.wire();
  }

  @Override
  protected String toolCallStream() {
    return AnthropicWire.toolCallStream();
  }

  @Override
  protected Detailed detailed() {
    return AnthropicWire.detailed();
  }

  @Override
  protected String refusal(int status, String message) {
    return AnthropicWire.refusal(status, message);
  }

  @Override
  protected String limitHeaders() {
    return AnthropicWire.LIMITS;
  }

  @Override
  protected Map<String, Long> otherLimits() {
    return AnthropicWire.OTHER_LIMITS;
  }

  @Override
  protected long earlyOutput() {
    return 1;
  }

  @Override
  protected String provider() {
    return "anthropic";
  }

  @Override
  protected Client connect(String url, int retries) {
    return new MessagesClient(AnthropicWire.connect(url, KEY, retries));
  }

  private record MessagesClient(AnthropicClient client) implements Client {
    private static MessageCreateParams question(String model) {
      return MessageCreateParams.builder()
          .model(model)
          .maxTokens(64)
          .addUserMessage("Which kettle is good?")
          .build();
    }

    @Override
    public void ask(String model) {
      client.beta().messages().create(question(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return client.async().beta().messages().create(question(model));
    }

    @Override
    public Chunks stream(String model) {
      return new AnthropicWire.Pulled(client.beta().messages().createStreaming(question(model)));
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return AnthropicWire.push(
          client.async().beta().messages().createStreaming(question(model)), onChunk);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
