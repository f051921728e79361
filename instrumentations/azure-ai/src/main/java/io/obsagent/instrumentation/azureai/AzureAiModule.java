// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * azure-ai-openai and azure-ai-inference at their clients. Whether a method calls another one
 * differs from version to version: the inner one is the same call, seen from closer to the
 * provider.
 */
public final class AzureAiModule extends InstrumentationModule {
  private static final String TEXT = "java.lang.String";
  private static final String BODY = "com.azure.core.util.BinaryData";
  private static final String LIST = "java.util.List";
  private static final String OPENAI = "com.azure.ai.openai.";
  private static final String INFERENCE = "com.azure.ai.inference.";
  private static final String CALL = ClientAdvices.Call.class.getName();

  public AzureAiModule() {
    super("azure-ai", "azure-ai-openai 1.0.0-beta.5–16, azure-ai-inference 1.0.0-beta.1–5");
  }

  @Override
  public String description() {
    return "Model calls of azure-ai-openai and azure-ai-inference (chat, completions, embeddings), at"
        + " once, by Reactor, and streamed: duration, tokens, cost, time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(OPENAI + "OpenAIClient", OPENAI + "OpenAIAsyncClient"),
            AzureAiModule::adviseOpenAi),
        TypeInstrumentation.of(
            TypeMatch.named(
                INFERENCE + "ChatCompletionsClient",
                INFERENCE + "ChatCompletionsAsyncClient",
                INFERENCE + "EmbeddingsClient",
                INFERENCE + "EmbeddingsAsyncClient",
                INFERENCE + "ImageEmbeddingsClient",
                INFERENCE + "ImageEmbeddingsAsyncClient"),
            AzureAiModule::adviseInference));
  }

  private static void adviseOpenAi(Advices advices) {
    advices.on(
        named(
                "getChatCompletions",
                "getChatCompletionsWithResponse",
                "getCompletions",
                "getCompletionsWithResponse",
                "getEmbeddings",
                "getEmbeddingsWithResponse")
            .takesFirst(TEXT, null),
        CALL);
    advices.on(
        named("getChatCompletionsStream", "getChatCompletionsStreamWithResponse")
            .takesFirst(TEXT, OPENAI + "models.ChatCompletionsOptions"),
        CALL);
    advices.on(
        named("getCompletionsStream").takesFirst(TEXT, OPENAI + "models.CompletionsOptions"), CALL);
  }

  private static void adviseInference(Advices advices) {
    advices.on(
        named("complete", "completeStream").takes(INFERENCE + "models.ChatCompletionsOptions"),
        CALL);
    advices.on(named("completeWithResponse", "embedWithResponse").takesFirst(BODY), CALL);
    advices.on(named("embed", "embedWithResponse").takes(LIST), CALL);
    advices.on(named("embed", "embedWithResponse").takesFirst(LIST, null, null, null, TEXT), CALL);
  }
}
