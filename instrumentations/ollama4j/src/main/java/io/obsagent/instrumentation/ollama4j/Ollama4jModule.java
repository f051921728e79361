// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * ollama4j at what sends its requests: the methods above make several calls, where they call tools
 * by themselves. Its types have changed their names again and again; none is named in advice.
 */
public final class Ollama4jModule extends InstrumentationModule {
  private static final String LIBRARY = "io.github.ollama4j.";
  private static final String SEND = OllamaAdvices.Send.class.getName();

  public Ollama4jModule() {
    super("ollama4j", "ollama4j 1.0.79–1.1.6");
  }

  @Override
  public String description() {
    return "Model calls of ollama4j (chat, generate, embeddings), whole and streamed, each one between"
        + " tools, and the tools: duration, tokens, time to the first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(
                LIBRARY + "models.request.OllamaEndpointCaller",
                LIBRARY + "models.request.OllamaChatEndpointCaller",
                LIBRARY + "models.request.OllamaGenerateEndpointCaller"),
            advices -> {
              advices.on(named("callSync").takes(1), SEND);
              advices.on(
                  named("parseResponseAndAddToBuffer").takesFirst("java.lang.String"),
                  OllamaAdvices.Line.class.getName());
            }),
        // A thread of its own for each answer.
        TypeInstrumentation.of(
            TypeMatch.named(
                LIBRARY + "models.OllamaAsyncResultStreamer",
                LIBRARY + "models.response.OllamaAsyncResultStreamer"),
            advices -> advices.on(named("run").takes(), SEND)),
        // A whole answer or a part of one, which the library asks for whether it is the last.
        TypeInstrumentation.of(
            TypeMatch.named(
                LIBRARY + "models.chat.OllamaChatResponseModel",
                LIBRARY + "models.generate.OllamaGenerateResponseModel"),
            advices -> advices.on(named("isDone").takes(), OllamaAdvices.Part.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "Ollama", LIBRARY + "OllamaAPI"),
            advices -> {
              advices.on(named("embed", "generateEmbeddings").takes(1), SEND);
              advices.on(
                  named("generateAsync").takesFirst("java.lang.String"),
                  OllamaAdvices.Later.class.getName());
              advices.on(
                  named("chat", "chatStreaming", "generateWithTools").takesFirst((String) null),
                  OllamaAdvices.Converse.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "tools.ToolRegistry", LIBRARY + "tools.Tools$Tool"),
            advices ->
                advices.on(
                    named("getToolFunction", "getFunction"), OllamaAdvices.Find.class.getName())));
  }
}
