// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.github.ollama4j.tools.ToolFunction;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.ToolCall;
import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what sends a request and reads its answer line by line, and for tools. Most of these
 * are lambdas, which cannot be woven: what looks one up for an answer gets one that is watched, the
 * application itself the one that it has given.
 */
final class OllamaAdvices {
  private static final NewerGetter OF_THREAD = new NewerGetter("getOllamaRequestModel");
  private static final GetterPath TOOL_NAME = new GetterPath("getToolSpec.getName");
  private static final ContextKey<Boolean> CONVERSES = ContextKey.named("ollama4j-tools");

  private OllamaAdvices() {}

  /** A request is sent, which is given, or which the thread has that sends it. */
  static final class Send {
    @OnEnter
    static @Nullable Call enter(@This Object caller, @AllArguments Object[] arguments) {
      Object body = arguments.length > 0 ? arguments[0] : OF_THREAD.of(caller);
      return body == null ? null : Call.begin(caller, body);
    }

    @OnExit
    static void exit(
        @Token @Nullable Call call,
        @Return @Nullable Object answer,
        @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.end(answer, thrown);
      }
    }
  }

  /** A line of an answer has come, of which the application is told before it is read. */
  static final class Line {
    @OnEnter
    static void enter() {
      Call.come();
    }
  }

  /** A part of an answer is read, or a whole one. */
  static final class Part {
    @OnEnter
    static void enter(@This Object part) {
      Call.read(part);
    }
  }

  /** A thread is asked for that will send a request. */
  static final class Later {
    @OnEnter
    static void enter(@This Object client, @Argument(0) @Nullable String model) {
      Requests.refuseLater(client, model);
    }
  }

  /** What asks a model, and runs the tools that its answer asks for. */
  static final class Converse {
    @OnEnter
    static Scope enter() {
      return Context.current().with(CONVERSES, true).makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** A tool is looked for by its name or, since 1.1.6, has been found. */
  static final class Find {
    @OnEnter
    static @Nullable String enter(@This Object found, @AllArguments @Nullable Object[] arguments) {
      return Context.current().get(CONVERSES) == null
          ? null
          : arguments.length > 0 ? (String) arguments[0] : TOOL_NAME.text(found);
    }

    @OnExit
    static @Nullable ToolFunction exit(
        @Token @Nullable String name, @Return @Nullable ToolFunction tool) {
      return tool == null || name == null || tool instanceof TracedTool
          ? tool
          : new TracedTool(tool, name);
    }
  }

  /** A tool that an answer asks for; the API tells no id of the call. */
  private record TracedTool(ToolFunction tool, String name) implements ToolFunction {
    @Override
    public @Nullable Object apply(@Nullable Map<String, Object> arguments) {
      return ToolCall.of(
          Call.READER.guard(), Requests.PROVIDER, name, arguments, () -> tool.apply(arguments));
    }
  }
}
