// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import io.obsagent.instrumentation.shared.genai.AskedTools;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;

/** Advice for tools. */
final class ToolAdvices {
  private ToolAdvices() {}

  /** A tool's work, by whichever method. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable Running enter(
        @This ToolCallback tool, @Argument(0) @Nullable String arguments) {
      Context before = Context.current();
      String name = tool.getToolDefinition().name();
      String id = AskedTools.take(name, arguments);
      GenAiOperation operation = ToolCall.begin("spring_ai", id, name, arguments);
      if (operation == null) {
        return null;
      }
      AskedTools.none(Context.current()).makeCurrent();
      return new Running(operation, id, before);
    }

    @OnExit
    static void exit(
        @Token @Nullable Running running,
        @Return @Nullable String result,
        @Thrown @Nullable Throwable thrown) {
      if (running == null) {
        return;
      }
      running.operation.detach();
      running.before.makeCurrent();
      try {
        ToolCall.tell(running.operation, running.id, result);
      } finally {
        Throwable cause = thrown instanceof ToolExecutionException ? thrown.getCause() : null;
        running.operation.end(cause == null ? thrown : cause);
      }
    }

    private record Running(GenAiOperation operation, @Nullable String id, Context before) {}
  }
}
