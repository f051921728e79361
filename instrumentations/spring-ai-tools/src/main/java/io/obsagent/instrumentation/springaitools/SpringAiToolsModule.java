// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The interface of tools, whoever implements it. */
public final class SpringAiToolsModule extends InstrumentationModule {
  private static final String AI = "org.springframework.ai.";
  private static final String TEXT = "java.lang.String";

  public SpringAiToolsModule() {
    super("spring-ai-tools", "Spring AI 1.0–2.0");
  }

  @Override
  public String description() {
    return "Tools of Spring AI that models ask for, and those that the application calls itself:"
        + " spans, durations, failures.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(AI + "tool.ToolCallback"),
            advices -> {
              advices.on(named("call").takes(TEXT), ToolAdvices.Call.class.getName());
              advices.on(
                  named("call").takes(TEXT, AI + "chat.model.ToolContext"),
                  ToolAdvices.Call.class.getName());
            }));
  }
}
