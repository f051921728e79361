// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
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
  private static final String MODELS = LIBRARY + "models.";

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
                MODELS + "request.OllamaEndpointCaller",
                MODELS + "request.OllamaChatEndpointCaller",
                MODELS + "request.OllamaGenerateEndpointCaller"),
            advices -> {
              advices.on(named("callSync").takes(1), CallAdvices.Send.class.getName());
              advices.on(
                  named("parseResponseAndAddToBuffer").takesFirst("java.lang.String"),
                  CallAdvices.Line.class.getName());
            }),
        // A thread of its own for each answer.
        TypeInstrumentation.of(
            TypeMatch.named(
                MODELS + "OllamaAsyncResultStreamer",
                MODELS + "response.OllamaAsyncResultStreamer"),
            advices -> advices.on(named("run").takes(), CallAdvices.Run.class.getName())),
        // A whole answer or a part of one, which the library asks for whether it is the last.
        TypeInstrumentation.of(
            TypeMatch.named(
                MODELS + "chat.OllamaChatResponseModel",
                MODELS + "generate.OllamaGenerateResponseModel"),
            advices -> advices.on(named("isDone").takes(), CallAdvices.Part.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "Ollama", LIBRARY + "OllamaAPI"), Ollama4jModule::advise),
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "tools.ToolRegistry"),
            advices ->
                advices.on(
                    named("getToolFunction", "getFunction").takes("java.lang.String"),
                    ToolAdvices.Find.class.getName())),
        // Since 1.1.6 it is looked for by itself.
        TypeInstrumentation.of(
            TypeMatch.named(LIBRARY + "tools.Tools$Tool"),
            advices ->
                advices.on(named("getToolFunction").takes(), ToolAdvices.Get.class.getName())));
  }

  private static void advise(Advices advices) {
    advices.on(named("embed", "generateEmbeddings").takes(1), CallAdvices.Embed.class.getName());
    advices.on(
        named("generateAsync").takesFirst("java.lang.String"), CallAdvices.Later.class.getName());
    advices.on(
        named("chat", "chatStreaming", "generateWithTools").takesFirst((String) null),
        ToolAdvices.Converse.class.getName());
  }
}
