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
        new ChatInstrumentation(), new ResponseInstrumentation(), new EmbeddingInstrumentation());
  }

  private static final class ChatInstrumentation implements TypeInstrumentation {
    private static final String PARAMS =
        "com.openai.models.chat.completions.ChatCompletionCreateParams";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.openai.services.blocking.chat.ChatCompletionServiceImpl$WithRawResponseImpl",
          "com.openai.services.async.chat.ChatCompletionServiceAsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("create").takesFirst(PARAMS), ChatAdvice.class.getName());
      advices.on(named("createStreaming").takesFirst(PARAMS), ChatStreamAdvice.class.getName());
    }
  }

  private static final class ResponseInstrumentation implements TypeInstrumentation {
    private static final String PARAMS = "com.openai.models.responses.ResponseCreateParams";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.openai.services.blocking.ResponseServiceImpl$WithRawResponseImpl",
          "com.openai.services.async.ResponseServiceAsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("create").takesFirst(PARAMS), ResponseAdvice.class.getName());
      advices.on(named("createStreaming").takesFirst(PARAMS), ResponseStreamAdvice.class.getName());
    }
  }

  private static final class EmbeddingInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.openai.services.blocking.EmbeddingServiceImpl$WithRawResponseImpl",
          "com.openai.services.async.EmbeddingServiceAsyncImpl$WithRawResponseImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("create").takesFirst("com.openai.models.embeddings.EmbeddingCreateParams"),
          EmbeddingAdvice.class.getName());
    }
  }
}
