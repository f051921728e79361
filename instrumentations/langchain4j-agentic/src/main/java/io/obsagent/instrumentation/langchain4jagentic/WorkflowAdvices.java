// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jagentic;

import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Advice for workflows. */
final class WorkflowAdvices {
  private WorkflowAdvices() {}

  /** A workflow, until its last agent has done its work; a supervisor is an agent itself. */
  static final class Run {
    private static final String LIBRARY = "langchain4j";

    private static final NewerGetter NAME = new NewerGetter("name");
    private static final NewerGetter ID = new NewerGetter("agentId");
    private static final NewerGetter PLANNER = new NewerGetter("plannerType");

    private Run() {}

    @OnEnter
    static @Nullable GenAiOperation enter(@This Object workflow, @Argument(1) Method method) {
      Object id = ID.of(workflow);
      boolean supervises =
          PLANNER.of(workflow) instanceof Class<?> planner
              && planner.getSimpleName().startsWith("Supervisor");
      GenAiTask task = supervises ? GenAiTask.INVOKE_AGENT : GenAiTask.INVOKE_WORKFLOW;
      GenAiOperation operation =
          GenAiOperation.start(
              GenAiRequest.of(task, LIBRARY)
                  .agent(id == null ? null : id.toString(), name(workflow, method)));
      if (operation != null) {
        operation.attach();
      }
      return operation;
    }

    /** As the application calls it, or else as the library does: {@code Sequential} … */
    private static String name(Object workflow, Method method) {
      Object told = NAME.of(workflow);
      return told == null || told.toString().isEmpty() ? method.getName() : told.toString();
    }

    @OnExit
    static void exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      operation.detach();
      if (thrown == null && result instanceof CompletionStage<?> later) {
        operation.endWith(later);
      } else {
        operation.end(thrown);
      }
    }
  }
}
