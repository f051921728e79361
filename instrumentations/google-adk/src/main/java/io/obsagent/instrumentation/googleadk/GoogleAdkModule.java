// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The base class of agents, and the method of tools that each overrides. */
public final class GoogleAdkModule extends InstrumentationModule {
  private static final String ADK = "com.google.adk.";

  public GoogleAdkModule() {
    super("google-adk", "Google ADK 1.0–1.8");
  }

  @Override
  public String description() {
    return "Agents of Google's Agent Development Kit, those within others, and the tools that they"
        + " run, around the calls of models and of MCP servers.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named(ADK + "agents.BaseAgent"),
            advices ->
                advices.on(
                    named("runAsync").takes(ADK + "agents.InvocationContext"),
                    AgentAdvices.Run.class.getName())),
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(ADK + "tools.BaseTool"),
            advices ->
                advices.on(
                    named("runAsync").takes("java.util.Map", ADK + "tools.ToolContext"),
                    ToolAdvices.Run.class.getName())));
  }
}
