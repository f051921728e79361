// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * openai-java at its services for raw responses: all else calls them, and so do frameworks that
 * bring an HTTP client of their own.
 */
public final class OpenAiModule extends InstrumentationModule {
  public OpenAiModule() {
    super("openai", "openai-java 1.6–4.100");
  }

  @Override
  public String description() {
    return "Model calls of openai-java (chat completions, responses, embeddings), whole and streamed:"
        + " duration, tokens, time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Service("chat.ChatCompletion", "chat.completions.ChatCompletionCreateParams"),
        new Service("Response", "responses.ResponseCreateParams"),
        new Service("Embedding", "embeddings.EmbeddingCreateParams"));
  }

  private record Service(String name, String params) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.openai.services.blocking." + name + "ServiceImpl$WithRawResponseImpl",
          "com.openai.services.async." + name + "ServiceAsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      String first = "com.openai.models." + params;
      advices.on(named("create").takesFirst(first), OpenAiAdvices.Create.class.getName());
      advices.on(named("createStreaming").takesFirst(first), OpenAiAdvices.Stream.class.getName());
    }
  }
}
