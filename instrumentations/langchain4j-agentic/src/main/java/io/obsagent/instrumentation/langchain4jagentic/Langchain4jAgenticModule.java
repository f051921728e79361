// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jagentic;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Workflows of langchain4j-agentic, each of which is a planner that says whose turn it is: in a
 * sequence, in a loop, beside each other, by a condition, or as a supervisor has a model say. The
 * agents in them are AI services, which are watched as such.
 */
public final class Langchain4jAgenticModule extends InstrumentationModule {
  public Langchain4jAgenticModule() {
    super("langchain4j-agentic", "langchain4j-agentic 1.11–1.19");
  }

  @Override
  public String description() {
    return "Workflows of LangChain4j's agents (sequence, loop, parallel, conditional, supervisor) around"
        + " the agents that work in them: spans and durations.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Workflow());
  }

  private record Workflow() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("dev.langchain4j.agentic.internal.PlannerBasedInvocationHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("executeAgentMethod").takes(null, "java.lang.reflect.Method", "java.lang.Object[]"),
          WorkflowAdvices.Run.class.getName());
    }
  }
}
