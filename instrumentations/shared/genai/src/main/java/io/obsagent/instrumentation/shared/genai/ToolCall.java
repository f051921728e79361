// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The work of a tool that a framework has run for a model. What goes in and what comes out is a
 * text, or what {@link JsonText} makes one of.
 */
public final class ToolCall {
  private ToolCall() {}

  /**
   * Starts it and makes it current, until {@link GenAiOperation#detach}.
   *
   * @param framework that runs it, in the place of a provider
   * @param id of the call, as the model's answer gave it; null for one that no answer asked for
   * @param arguments as they are given to the tool
   * @return null for work that is not watched
   */
  public static @Nullable GenAiOperation begin(
      String framework, @Nullable String id, @Nullable String name, @Nullable Object arguments) {
    GenAiOperation operation =
        GenAiOperation.start(
            GenAiRequest.of(GenAiTask.EXECUTE_TOOL, framework).tool(name, "function", id));
    if (operation == null) {
      return null;
    }
    GenAiContent said = operation.content();
    if (said != null) {
      said.toolCall(id, name, text(arguments));
    }
    operation.attach();
    return operation;
  }

  /**
   * Has a tool of the application do its work, where a library calls what stands for it.
   *
   * @param guard of the module
   * @param tool gives its result, which is kept as a text
   */
  public static <T> @Nullable T of(
      Guard guard,
      String framework,
      @Nullable String name,
      @Nullable Object arguments,
      Supplier<@Nullable T> tool) {
    GenAiOperation operation = null;
    try {
      operation = begin(framework, null, name, arguments);
    } catch (Throwable e) {
      guard.caught(e);
    }
    T result = null;
    Throwable failure = null;
    try {
      result = tool.get();
      return result;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      if (operation != null) {
        end(guard, operation, result, failure);
      }
    }
  }

  private static void end(
      Guard guard, GenAiOperation operation, @Nullable Object result, @Nullable Throwable failure) {
    try {
      operation.detach();
      tell(operation, null, result == null ? null : result.toString());
    } catch (Throwable e) {
      guard.caught(e);
    }
    guard.end(operation, failure);
  }

  /** Keeps what the tool has answered, where that is asked for; ends nothing. */
  public static void tell(GenAiOperation operation, @Nullable String id, @Nullable Object result) {
    GenAiContent said = operation.content();
    if (said != null) {
      said.toolResult(id, text(result));
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null || value instanceof String ? (String) value : JsonText.of(value);
  }
}
