// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * LangChain4j at what implements its interfaces: the method that does a model's work, which the
 * interface's own calls with all that a request says.
 */
public final class Langchain4jModule extends InstrumentationModule {
  private static final String MODEL = "dev.langchain4j.model.";
  private static final String CHAT = MODEL + "chat.";
  private static final String EMBEDDING = MODEL + "embedding.";
  private static final String SERVICE = "dev.langchain4j.service.";
  private static final String REQUEST = CHAT + "request.ChatRequest";
  private static final String RESPONSE = CHAT + "response.ChatResponse";
  private static final String HANDLER = CHAT + "response.StreamingChatResponseHandler";

  public Langchain4jModule() {
    super("langchain4j", "LangChain4j 1.0–1.23");
  }

  @Override
  public String description() {
    return "Model calls of LangChain4j, whole, streamed and as futures, with every provider that it has:"
        + " duration, tokens, cost, time to the first chunk. Its AI services as agents, the tools that"
        + " they execute, embeddings, and what retrievers and embedding stores find.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    List<TypeInstrumentation> types = new ArrayList<>(models());
    types.addAll(services());
    types.addAll(partsOfServices());
    return types;
  }

  private static List<TypeInstrumentation> models() {
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

  private static List<TypeInstrumentation> services() {
    return List.of(
        // The handler of the proxies that stand for the application's interfaces.
        TypeInstrumentation.of(
            TypeMatch.named(SERVICE + "DefaultAiServices$1"),
            advices ->
                advices.on(
                    named("invoke")
                        .takes(
                            "java.lang.Object", "java.lang.reflect.Method", "java.lang.Object[]"),
                    AgentAdvices.Invoke.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named(SERVICE + "AiServiceTokenStream"),
            advices -> {
              advices.on(MethodMatch.constructor(), AgentAdvices.NewStream.class.getName());
              advices.on(named("start").takes(), AgentAdvices.Start.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(SERVICE + "AiServiceStreamingResponseHandler"),
            advices -> {
              advices.on(
                  named("onCompleteResponse").takes(RESPONSE),
                  AgentAdvices.Answered.class.getName());
              advices.on(
                  named("fireInvocationComplete").takes(1), AgentAdvices.Complete.class.getName());
              advices.on(
                  named("onError").takes("java.lang.Throwable"),
                  AgentAdvices.Failed.class.getName());
            }));
  }

  private static List<TypeInstrumentation> partsOfServices() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(SERVICE + "tool.ToolExecutor"),
            advices ->
                advices.on(
                    named("execute", "executeWithContext")
                        .takes("dev.langchain4j.agent.tool.ToolExecutionRequest", null),
                    ToolAdvices.Execute.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf("dev.langchain4j.rag.content.retriever.ContentRetriever"),
            advices ->
                advices.on(
                    named("retrieve").takes("dev.langchain4j.rag.query.Query"),
                    RetrievalAdvices.Retrieve.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf("dev.langchain4j.store.embedding.EmbeddingStore"),
            advices ->
                advices.on(
                    named("search").takes("dev.langchain4j.store.embedding.EmbeddingSearchRequest"),
                    RetrievalAdvices.Search.class.getName())));
  }
}
