// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.StartedThreads;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for threads, platform and virtual ones. */
final class ThreadAdvices {
  private ThreadAdvices() {}

  /** Advice for {@code start} of a thread, before it can run. */
  static final class Start {
    private Start() {}

    @OnEnter
    static @Nullable Thread enter(@This Thread thread) {
      return ThreadStarts.starting(thread) ? thread : null;
    }

    @OnExit
    static void exit(@Token @Nullable Thread thread, @Thrown @Nullable Throwable thrown) {
      if (thread != null && thrown != null) {
        StartedThreads.take(thread);
      }
    }
  }

  /**
   * Advice for {@code start} of a flock, by which a structured scope starts a subtask: the scope's
   * joiner is told of its end on the same thread.
   */
  static final class StartInFlock {
    private StartInFlock() {}

    @OnEnter
    static @Nullable Thread enter(@Argument(0) @Nullable Thread thread) {
      return thread != null && ThreadStarts.startingForApplication(thread) ? thread : null;
    }

    @OnExit
    static void exit(@Token @Nullable Thread thread, @Thrown @Nullable Throwable thrown) {
      Start.exit(thread, thrown);
    }
  }

  /**
   * Advice for what makes a virtual thread of a task and starts it. There the task can carry the
   * context, which costs half as much as to keep it beside the thread; so {@code start}, which is
   * called within, is to find none.
   */
  static final class StartVirtual {
    private StartVirtual() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@Argument(0) @Nullable Object task) {
      return InStartersContext.of(task, Context.current());
    }

    @OnEnter
    static @Nullable Scope enter() {
      return ForkJoinAdvices.Help.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      ForkJoinAdvices.Help.exit(scope);
    }
  }

  /**
   * Advice for {@code run} of a thread. The context is never put back: the outermost {@code run} is
   * all that a thread does, and the handler of what it throws runs after it.
   */
  static final class Run {
    private Run() {}

    @OnEnter
    static void enter(@This Thread thread) {
      Context context = StartedThreads.take(thread);
      if (context != null) {
        context.makeCurrent();
      }
    }
  }

  /**
   * Advice for {@code run} of a virtual thread, which is given its task. What begins and ends the
   * thread for the JVM is within, so nothing more is done there than to exchange the task.
   */
  static final class RunVirtual {
    private RunVirtual() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@This Thread thread, @Argument(0) @Nullable Object task) {
      Context context = StartedThreads.take(thread);
      return InStartersContext.of(task, context);
    }
  }
}
