// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.models.messages.MessageCreateParams;
import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class MessagesKitTest extends GenAiKit {
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
      return AnthropicWire.question(model).build();
    }

    @Override
    public void ask(String model) {
      client.messages().create(question(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return client.async().messages().create(question(model));
    }

    @Override
    public Chunks stream(String model) {
      return new AnthropicWire.Pulled(client.messages().createStreaming(question(model)));
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return AnthropicWire.push(
          client.async().messages().createStreaming(question(model)), onChunk);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
