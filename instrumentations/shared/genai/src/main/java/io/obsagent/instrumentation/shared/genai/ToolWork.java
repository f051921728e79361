// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The work of a tool that a framework runs: a function of the application. */
public final class ToolWork {
  private ToolWork() {}

  /**
   * @param framework in whose words the provider is told
   * @param callId by which the model has asked for it; null where that is not told
   * @param arguments as JSON, or of maps, lists, texts, numbers and truth values
   * @return null for work that is not watched
   */
  public static @Nullable GenAiOperation begin(
      String framework, String name, @Nullable String callId, @Nullable Object arguments) {
    GenAiOperation work =
        GenAiOperation.start(
            GenAiRequest.of(GenAiTask.EXECUTE_TOOL, framework).tool(name, "function", callId));
    GenAiContent said = work == null ? null : work.content();
    if (said != null) {
      said.toolCall(callId, name, json(arguments));
    }
    return work;
  }

  /**
   * Has a tool of the application do its work, watched.
   *
   * @param guard of the module
   */
  public static <T> @Nullable T of(
      Guard guard,
      String framework,
      String name,
      @Nullable Object arguments,
      Supplier<@Nullable T> tool) {
    GenAiOperation work = null;
    try {
      work = begin(framework, name, null, arguments);
    } catch (Throwable e) {
      guard.caught(e);
    }
    if (work == null) {
      return tool.get();
    }
    Scope scope = guard.attach(work.context());
    T result = null;
    Throwable failure = null;
    try {
      result = tool.get();
      return result;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      guard.close(scope);
      end(guard, work, result, failure);
    }
  }

  private static void end(
      Guard guard, GenAiOperation work, @Nullable Object result, @Nullable Throwable failure) {
    try {
      tellResult(work, result == null ? null : result.toString());
    } catch (Throwable e) {
      guard.caught(e);
    }
    guard.end(work, failure);
  }

  /** Tells what the tool has answered, to who opted in to seeing it; ends nothing. */
  public static void tellResult(GenAiOperation work, @Nullable Object result) {
    GenAiContent said = result == null ? null : work.content();
    if (said != null) {
      said.toolResult(null, json(result));
    }
  }

  private static String json(@Nullable Object value) {
    return value instanceof String text ? text : JsonText.of(value);
  }
}
