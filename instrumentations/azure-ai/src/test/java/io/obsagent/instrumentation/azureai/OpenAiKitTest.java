// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.core.util.IterableStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class OpenAiKitTest extends AzureKit {
  /** Kinds of tokens are told by the newest only. */
  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":10,\"audio_tokens\":4},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":7,\"audio_tokens\":2}}}";
    Map<String, Long> told =
        Versions.TELLS_KINDS
            ? Map.of(
                "input_tokens",
                30L,
                "output_tokens",
                20L,
                "cache_read.input_tokens",
                10L,
                "reasoning.output_tokens",
                7L,
                "audio.input_tokens",
                4L,
                "audio.output_tokens",
                2L)
            : Map.of("input_tokens", 30L, "output_tokens", 20L);
    return new Detailed(AzureWire.answer(usage), told);
  }

  @Override
  protected String provider() {
    return "azure.ai.openai";
  }

  @Override
  protected @Nullable String modelTold() {
    return Versions.TELLS_MODEL ? super.modelTold() : null;
  }

  /** The oldest has functions in their place. */
  @Override
  protected boolean tellsTools() {
    return Versions.TELLS_TOOLS;
  }

  static OpenAIClientBuilder builder(String url, String key, int retries) {
    return new OpenAIClientBuilder()
        .endpoint(url)
        .addPolicy(AzureWire.key(key))
        .retryPolicy(AzureWire.retries(retries));
  }

  static ChatCompletionsOptions question() {
    return AzureWire.read(AzureWire.question(QUESTION), ChatCompletionsOptions.class);
  }

  @Override
  protected Client connect(String url, int retries) {
    OpenAIClientBuilder builder = builder(url, KEY, retries);
    return new OpenAi(builder.buildClient(), builder.buildAsyncClient());
  }

  private static final class OpenAi extends Clients {
    private final OpenAIClient client;
    private final OpenAIAsyncClient later;

    OpenAi(OpenAIClient client, OpenAIAsyncClient later) {
      this.client = client;
      this.later = later;
    }

    @Override
    public void ask(String model) {
      client.getChatCompletions(model, question());
    }

    @Override
    Mono<?> later(String model) {
      return later.getChatCompletions(model, question());
    }

    @Override
    IterableStream<?> iterated(String model) {
      return client.getChatCompletionsStream(model, question());
    }

    @Override
    Flux<?> pushed(String model) {
      return later.getChatCompletionsStream(model, question());
    }
  }
}
