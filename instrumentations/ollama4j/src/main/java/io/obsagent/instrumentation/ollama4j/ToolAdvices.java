// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.github.ollama4j.tools.ToolFunction;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Advice for tools. Most are lambdas, which cannot be woven: what looks one up for an answer gets
 * one that is watched, the application itself the one that it has given.
 */
final class ToolAdvices {
  private static final ContextKey<Boolean> ASKED = ContextKey.named("ollama4j-tools");
  private static final NewerGetter SPECIFICATION = new NewerGetter("getToolSpec");
  private static final NewerGetter NAME = new NewerGetter("getName");

  private ToolAdvices() {}

  private static @Nullable ToolFunction watched(
      @Nullable ToolFunction tool, @Nullable String name) {
    return tool == null || name == null || tool instanceof TracedTool
        ? tool
        : new TracedTool(tool, name);
  }

  private static boolean isAsked() {
    return Context.current().get(ASKED) != null;
  }

  /** What asks a model, and runs the tools that its answer asks for. */
  static final class Converse {
    @OnEnter
    static Scope enter() {
      return Context.current().with(ASKED, true).makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** A tool is looked for by its name. */
  static final class Find {
    @OnEnter
    static @Nullable String enter(@Argument(0) @Nullable String name) {
      return isAsked() ? name : null;
    }

    @OnExit
    static @Nullable ToolFunction exit(
        @Token @Nullable String name, @Return @Nullable ToolFunction tool) {
      return watched(tool, name);
    }
  }

  /** The tool is there, and its function is got. */
  static final class Get {
    @OnEnter
    static @Nullable String enter(@This Object tool) {
      Object name = isAsked() ? NAME.of(SPECIFICATION.of(tool)) : null;
      return name == null ? null : name.toString();
    }

    @OnExit
    static @Nullable ToolFunction exit(
        @Token @Nullable String name, @Return @Nullable ToolFunction tool) {
      return watched(tool, name);
    }
  }

  /** A tool that an answer asks for; the API tells no id of the call. */
  private record TracedTool(ToolFunction tool, String name) implements ToolFunction {
    @Override
    public @Nullable Object apply(@Nullable Map<String, Object> arguments) {
      return ToolCall.of(
          Call.GUARD, Requests.PROVIDER, name, arguments, () -> tool.apply(arguments));
    }
  }
}
