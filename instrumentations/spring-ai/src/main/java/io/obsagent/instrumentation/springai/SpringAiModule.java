// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The interfaces of models, whoever implements them, and what runs tools for their answers. */
public final class SpringAiModule extends InstrumentationModule {
  private static final String AI = "org.springframework.ai.";
  private static final String CLIENT = AI + "chat.client.";
  private static final String PROMPT = AI + "chat.prompt.Prompt";

  public SpringAiModule() {
    super("spring-ai", "Spring AI 1.0–2.0");
  }

  @Override
  public String description() {
    return "Calls of chat and embedding models of Spring AI, whole and streamed: duration, tokens,"
        + " cost, time to the first chunk; one span with that of the vendor's SDK, where there is one"
        + " below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(
                    AI + "chat.model.ChatModel",
                    AI + "chat.model.StreamingChatModel",
                    AI + "embedding.EmbeddingModel")
                .except(AI + "chat.model.ChatModel", AI + "chat.model.StreamingChatModel"),
            advices -> {
              advices.on(named("call").takes(PROMPT), ModelAdvices.Call.class.getName());
              advices.on(named("stream").takes(PROMPT), ModelAdvices.Stream.class.getName());
              advices.on(
                  named("call").takes(AI + "embedding.EmbeddingRequest"),
                  ModelAdvices.Embed.class.getName());
            }),
        TypeInstrumentation.of(
            TypeMatch.named(
                CLIENT + "advisor.ChatModelCallAdvisor", CLIENT + "advisor.ChatModelStreamAdvisor"),
            advices ->
                advices.on(
                    named("adviseCall", "adviseStream").takesFirst(CLIENT + "ChatClientRequest"),
                    ClientAdvices.Advise.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.named(AI + "support.UsageCalculator"),
            advices ->
                advices.on(
                    named("getCumulativeUsage").takesFirst(AI + "chat.metadata.Usage"),
                    ModelAdvices.AddUsage.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(AI + "model.tool.ToolCallingManager"),
            advices ->
                advices.on(
                    named("executeToolCalls").takes(PROMPT, AI + "chat.model.ChatResponse"),
                    ModelAdvices.RunTools.class.getName())));
  }
}
