// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.spi.MethodMatch.named;

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
        service("chat.ChatCompletion", "create", "createStreaming"),
        service("Response", "create", "createStreaming"),
        service("Completion", "create", "createStreaming"),
        service("Embedding", "create"),
        service(
            "Image", "generate", "generateStreaming", "edit", "editStreaming", "createVariation"),
        service("audio.Transcription", "create", "createStreaming"),
        service("audio.Translation", "create"),
        service("audio.Speech", "create"),
        service("Moderation", "create"),
        service("Batch", "create", "retrieve"));
  }

  private static TypeInstrumentation service(String name, String... methods) {
    return TypeInstrumentation.of(
        TypeMatch.named(
            "com.openai.services.blocking." + name + "ServiceImpl$WithRawResponseImpl",
            "com.openai.services.async." + name + "ServiceAsyncImpl$WithRawResponseImpl"),
        advices ->
            advices.on(
                named(methods).takes(null, "com.openai.core.RequestOptions"),
                OpenAiAdvices.Create.class.getName()));
  }
}
