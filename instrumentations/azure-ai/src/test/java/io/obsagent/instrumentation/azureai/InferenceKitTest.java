// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.ai.inference.ChatCompletionsAsyncClient;
import com.azure.ai.inference.ChatCompletionsClient;
import com.azure.ai.inference.ChatCompletionsClientBuilder;
import com.azure.ai.inference.models.ChatCompletionsOptions;
import com.azure.core.util.IterableStream;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class InferenceKitTest extends AzureKit {
  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50}}";
    return new Detailed(AzureWire.answer(usage), Map.of("input_tokens", 30L, "output_tokens", 20L));
  }

  @Override
  protected String provider() {
    return "azure.ai.inference";
  }

  static ChatCompletionsOptions question(String model) {
    return AzureWire.read(AzureWire.question(QUESTION), ChatCompletionsOptions.class)
        .setModel(model);
  }

  @Override
  protected Client connect(String url, int retries) {
    ChatCompletionsClientBuilder builder =
        new ChatCompletionsClientBuilder()
            .endpoint(url)
            .addPolicy(AzureWire.key(KEY))
            .retryPolicy(AzureWire.retries(retries));
    return new Inference(builder.buildClient(), builder.buildAsyncClient());
  }

  private static final class Inference extends Clients {
    private final ChatCompletionsClient client;
    private final ChatCompletionsAsyncClient later;

    Inference(ChatCompletionsClient client, ChatCompletionsAsyncClient later) {
      this.client = client;
      this.later = later;
    }

    @Override
    public void ask(String model) {
      client.complete(question(model));
    }

    @Override
    Mono<?> later(String model) {
      return later.complete(question(model));
    }

    @Override
    IterableStream<?> iterated(String model) {
      return client.completeStream(question(model));
    }

    @Override
    Flux<?> pushed(String model) {
      return later.completeStream(question(model));
    }
  }
}
