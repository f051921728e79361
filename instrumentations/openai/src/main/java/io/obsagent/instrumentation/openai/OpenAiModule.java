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
    return "Model calls of openai-java (chat completions, responses, completions, embeddings, images,"
        + " audio, moderations, batches), whole and streamed, with Azure and other providers that"
        + " speak its protocol: duration, tokens, cost, time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Service("chat.ChatCompletion", "create"),
        new Service("Response", "create"),
        new Service("Completion", "create"),
        new Service("Embedding", "create"),
        new Service("Image", "generate", "edit", "createVariation"),
        new Service("audio.Transcription", "create"),
        new Service("audio.Translation", "create"),
        new Service("audio.Speech", "create"),
        new Service("Moderation", "create"),
        new Service("Batch", "create", "retrieve"));
  }

  private record Service(String name, String... methods) implements TypeInstrumentation {
    private static final String OPTIONS = "com.openai.core.RequestOptions";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.openai.services.blocking." + name + "ServiceImpl$WithRawResponseImpl",
          "com.openai.services.async." + name + "ServiceAsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named(methods).takes(null, OPTIONS), OpenAiAdvices.Create.class.getName());
      String[] streaming = methods.clone();
      for (int i = 0; i < streaming.length; i++) {
        streaming[i] += "Streaming";
      }
      advices.on(named(streaming).takes(null, OPTIONS), OpenAiAdvices.Stream.class.getName());
    }
  }
}
