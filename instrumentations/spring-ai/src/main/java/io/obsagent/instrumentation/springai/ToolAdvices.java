// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;

/** Advice for tools, and for who runs those that an answer asks for. */
final class ToolAdvices {
  private ToolAdvices() {}

  /** {@code executeToolCalls}: no part of the model's call, even where that runs it. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable Paused enter(
        @Argument(0) Object prompt, @Argument(1) @Nullable ChatResponse answer) {
      if (answer == null) {
        return null;
      }
      Context before = Context.current();
      Turns turns = Turns.pause(answer);
      (turns == null ? before : turns.outer())
          .with(AskedTools.KEY, AskedTools.of(answer))
          .makeCurrent();
      return new Paused(turns, before);
    }

    @OnExit
    static void exit(
        @Token @Nullable Paused paused,
        @Return @Nullable ToolExecutionResult result,
        @Thrown @Nullable Throwable thrown) {
      if (paused == null) {
        return;
      }
      paused.before.makeCurrent();
      boolean asksAgain = thrown == null && result != null && !result.returnDirect();
      if (paused.turns != null && asksAgain) {
        paused.turns.resume();
      }
    }

    private record Paused(@Nullable Turns turns, Context before) {}
  }

  /** A tool's work, by whichever method. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable Running enter(
        @This ToolCallback tool, @Argument(0) @Nullable String arguments) {
      Context before = Context.current();
      String name = tool.getToolDefinition().name();
      AskedTools asked = before.get(AskedTools.KEY);
      String id = asked == null ? null : asked.take(name, arguments);
      GenAiOperation operation =
          GenAiOperation.start(
              GenAiRequest.of(GenAiTask.EXECUTE_TOOL, Requests.FRAMEWORK)
                  .tool(name, "function", id));
      if (operation == null) {
        return null;
      }
      GenAiContent said = operation.content();
      if (said != null) {
        said.toolCall(id, name, arguments);
      }
      operation.context().with(AskedTools.KEY, AskedTools.NONE).makeCurrent();
      return new Running(operation, said, id, before);
    }

    @OnExit
    static void exit(
        @Token @Nullable Running running,
        @Return @Nullable String result,
        @Thrown @Nullable Throwable thrown) {
      if (running == null) {
        return;
      }
      running.before.makeCurrent();
      try {
        if (running.said != null) {
          running.said.toolResult(running.id, result);
        }
      } finally {
        Throwable cause = thrown instanceof ToolExecutionException ? thrown.getCause() : null;
        running.operation.end(cause == null ? thrown : cause);
      }
    }

    private record Running(
        GenAiOperation operation,
        @Nullable GenAiContent said,
        @Nullable String id,
        Context before) {}
  }
}
