// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.github.ollama4j.tools.ToolFunction;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tool that an answer asks for; the API tells no id of the call. */
record TracedTool(ToolFunction tool, String name) implements ToolFunction {
  private static final Guard GUARD = Guard.of(TracedTool.class);

  @Override
  public @Nullable Object apply(@Nullable Map<String, Object> arguments) {
    GenAiOperation work = begin(arguments);
    if (work == null) {
      return tool.apply(arguments);
    }
    Object result = null;
    Throwable failure = null;
    try {
      result = tool.apply(arguments);
      return result;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      end(work, result, failure);
    }
  }

  private @Nullable GenAiOperation begin(@Nullable Map<String, Object> arguments) {
    try {
      return ToolCall.begin(Requests.PROVIDER, null, name, arguments);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static void end(
      GenAiOperation work, @Nullable Object result, @Nullable Throwable failure) {
    try {
      work.detach();
      ToolCall.tell(work, null, result == null ? null : result.toString());
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    GUARD.end(work, failure);
  }
}
