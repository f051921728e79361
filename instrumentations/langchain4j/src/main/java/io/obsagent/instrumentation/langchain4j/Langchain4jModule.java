// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * LangChain4j at what implements its interfaces: the method that does a model's work, which the
 * interface's own calls with all that a request says.
 */
public final class Langchain4jModule extends InstrumentationModule {
  private static final String MODEL = "dev.langchain4j.model.";
  private static final String CHAT = MODEL + "chat.";
  private static final String EMBEDDING = MODEL + "embedding.";
  private static final String REQUEST = CHAT + "request.ChatRequest";
  private static final String RESPONSE = CHAT + "response.ChatResponse";
  private static final String HANDLER = CHAT + "response.StreamingChatResponseHandler";

  public Langchain4jModule() {
    super("langchain4j", "LangChain4j 1.0–1.23");
  }

  @Override
  public String description() {
    return "Model calls of LangChain4j, whole, streamed and as futures, with every provider that it has:"
        + " duration, tokens, cost, time to the first chunk. Embeddings.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(CHAT + "ChatModel").except(CHAT + "ChatModel"),
            advices -> {
              advices.on(
                  named("doChat", "chat").takesFirst(REQUEST).returns(RESPONSE),
                  ModelAdvices.Chat.class.getName());
              advices.on(
                  named("doChatAsync", "chatAsync").takesFirst(REQUEST),
                  ModelAdvices.Chat.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(CHAT + "StreamingChatModel").except(CHAT + "StreamingChatModel"),
            advices -> {
              advices.on(
                  named("doChat", "chat").takes(REQUEST, HANDLER),
                  ModelAdvices.Stream.class.getName());
              advices.on(
                  named("doChat", "chat")
                      .takesFirst(REQUEST)
                      .returns("java.util.concurrent.Flow$Publisher"),
                  ModelAdvices.Publish.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(EMBEDDING + "EmbeddingModel").except(EMBEDDING + "EmbeddingModel"),
            advices -> {
              advices.on(
                  named("embedAll").takes("java.util.List"), ModelAdvices.Embed.class.getName());
              advices.on(
                  named("doEmbed", "doEmbedAsync").takes(EMBEDDING + "request.EmbeddingRequest"),
                  ModelAdvices.Embed.class.getName());
            }));
  }
}
