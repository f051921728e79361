// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * What stands behind the application's interfaces: the handler of their proxies, the streams that
 * it gives, and the executors of tools, whoever implements them.
 */
public final class Langchain4jServicesModule extends InstrumentationModule {
  private static final String SERVICE = "dev.langchain4j.service.";

  public Langchain4jServicesModule() {
    super("langchain4j-services", "LangChain4j 1.0–1.23");
  }

  @Override
  public String description() {
    return "AI services of LangChain4j as agents, with the calls of models within them, and the tools"
        + " that they execute.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
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
              advices.on(constructor(), AgentAdvices.NewStream.class.getName());
              advices.on(named("start").takes(), AgentAdvices.Start.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(SERVICE + "AiServiceStreamingResponseHandler"),
            advices -> {
              advices.on(
                  named("onCompleteResponse")
                      .takes("dev.langchain4j.model.chat.response.ChatResponse"),
                  AgentAdvices.Answered.class.getName());
              advices.on(
                  named("fireInvocationComplete").takes(1), AgentAdvices.Complete.class.getName());
              advices.on(
                  named("onError").takes("java.lang.Throwable"),
                  AgentAdvices.Failed.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(SERVICE + "tool.ToolExecutor"),
            advices ->
                advices.on(
                    named("execute", "executeWithContext")
                        .takes("dev.langchain4j.agent.tool.ToolExecutionRequest", null),
                    ToolAdvices.Execute.class.getName())));
  }
}
