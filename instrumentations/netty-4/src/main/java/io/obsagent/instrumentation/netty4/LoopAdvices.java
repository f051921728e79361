// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.EventLoop;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import org.jspecify.annotations.Nullable;

/** Advice for event loops and Netty's other executors. */
final class LoopAdvices {
  private LoopAdvices() {}

  /** For whatever takes a task to run once. */
  static final class HandOver {
    private HandOver() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@Argument(0) @Nullable Object task) {
      return LoopTask.of(task);
    }
  }

  /** For {@code doStartThread}, once in the life of a loop. */
  static final class Start {
    private Start() {}

    @OnEnter
    static void enter(@This Object executor) {
      if (executor instanceof EventLoop loop) {
        LoopWatch.started(loop);
      }
    }
  }

  /** For {@code reject}: who handles a rejection gets the task that was handed over. */
  static final class Reject {
    private Reject() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@Argument(0) @Nullable Object task) {
      return LoopTask.own(task);
    }
  }
}
