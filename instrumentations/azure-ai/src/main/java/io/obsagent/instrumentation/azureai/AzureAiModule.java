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
    return List.of(new OpenAi(), new Chat(), new Embeddings());
  }

  /** The first argument of each call is a deployment, or OpenAI's own model. */
  private record OpenAi() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(OPENAI + "OpenAIClient", OPENAI + "OpenAIAsyncClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("getChatCompletions", "getChatCompletionsWithResponse").takesFirst(TEXT, null),
          OpenAiAdvices.Chat.class.getName());
      advices.on(
          named("getChatCompletionsStream", "getChatCompletionsStreamWithResponse")
              .takesFirst(TEXT, OPENAI + "models.ChatCompletionsOptions"),
          OpenAiAdvices.ChatStream.class.getName());
      advices.on(
          named("getCompletions", "getCompletionsWithResponse").takesFirst(TEXT, null),
          OpenAiAdvices.Complete.class.getName());
      advices.on(
          named("getCompletionsStream").takesFirst(TEXT, OPENAI + "models.CompletionsOptions"),
          OpenAiAdvices.CompleteStream.class.getName());
      advices.on(
          named("getEmbeddings", "getEmbeddingsWithResponse").takesFirst(TEXT, null),
          OpenAiAdvices.Embed.class.getName());
    }
  }

  private record Chat() implements TypeInstrumentation {
    private static final String OPTIONS = INFERENCE + "models.ChatCompletionsOptions";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          INFERENCE + "ChatCompletionsClient", INFERENCE + "ChatCompletionsAsyncClient");
    }

    @Override
    public void advise(Advices advices) {
      String complete = InferenceAdvices.Complete.class.getName();
      advices.on(named("complete").takes(OPTIONS), complete);
      advices.on(named("completeWithResponse").takesFirst(BODY), complete);
      advices.on(
          named("completeStream").takes(OPTIONS), InferenceAdvices.CompleteStream.class.getName());
    }
  }

  private record Embeddings() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          INFERENCE + "EmbeddingsClient",
          INFERENCE + "EmbeddingsAsyncClient",
          INFERENCE + "ImageEmbeddingsClient",
          INFERENCE + "ImageEmbeddingsAsyncClient");
    }

    @Override
    public void advise(Advices advices) {
      String embed = InferenceAdvices.Embed.class.getName();
      advices.on(named("embed", "embedWithResponse").takes(LIST), embed);
      advices.on(named("embedWithResponse").takesFirst(BODY), embed);
      advices.on(
          named("embed", "embedWithResponse").takesFirst(LIST, null, null, null, TEXT),
          InferenceAdvices.EmbedBy.class.getName());
    }
  }
}
