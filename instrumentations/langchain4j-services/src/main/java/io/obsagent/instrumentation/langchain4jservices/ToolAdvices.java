// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.instrumentation.shared.genai.ToolError;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** Advice for tools. */
final class ToolAdvices {
  /** Who runs agents and tools. */
  static final String FRAMEWORK = "langchain4j";

  private ToolAdvices() {}

  /** Whoever executes a tool: the library for annotated methods, and the application itself. */
  static final class Execute {
    /** Of a result since 1.5. */
    private static final NewerGetter IS_ERROR = new NewerGetter("isError");

    /** In which the library throws on, since 1.4. */
    private static final String WRAPPER = "dev.langchain4j.exception.ToolExecutionException";

    private static final NewerGetter TEXT = new NewerGetter("resultText");

    private Execute() {}

    /** What the tool itself has thrown. */
    private static @Nullable Throwable ofTool(@Nullable Throwable thrown) {
      Throwable cause = thrown == null ? null : thrown.getCause();
      return cause != null && thrown.getClass().getName().equals(WRAPPER) ? cause : thrown;
    }

    @OnEnter
    static @Nullable GenAiOperation enter(@Argument(0) @Nullable ToolExecutionRequest call) {
      return call == null
          ? null
          : ToolCall.begin(FRAMEWORK, call.id(), call.name(), call.arguments());
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
      if (result != null) {
        ToolCall.tell(operation, null, result instanceof String text ? text : TEXT.text(result));
      }
      if (thrown == null && Boolean.TRUE.equals(IS_ERROR.of(result))) {
        ToolError.end(operation);
      } else {
        operation.end(ofTool(thrown));
      }
    }
  }
}
