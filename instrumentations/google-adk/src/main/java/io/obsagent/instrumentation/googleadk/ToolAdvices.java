// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Advice for tools. */
final class ToolAdvices {
  private ToolAdvices() {}

  /** {@code runAsync}: some tools work as it is called, some as its result is subscribed to. */
  static final class Run {
    private Run() {}

    @OnEnter
    static @Nullable GenAiOperation enter(
        @This BaseTool tool,
        @Argument(0) @Nullable Map<String, Object> arguments,
        @Argument(1) @Nullable ToolContext context) {
      String id = context == null ? null : context.functionCallId().orElse(null);
      return ToolCall.begin(AgentAdvices.FRAMEWORK, id, tool.name(), arguments);
    }

    @OnExit
    static @Nullable Single<Map<String, Object>> exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Single<Map<String, Object>> result,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return result;
      }
      operation.detach();
      if (result == null) {
        operation.end(thrown);
        return null;
      }
      return TracedResult.of(result, operation);
    }
  }
}
