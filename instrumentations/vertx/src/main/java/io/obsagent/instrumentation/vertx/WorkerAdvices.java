// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Advice for what workers run. */
final class WorkerAdvices {
  private WorkerAdvices() {}

  /** For {@code TaskQueue.execute}: tasks of several requests are run by one runner. */
  static final class Enqueue {
    private static final Guard GUARD = Guard.of(Enqueue.class);

    private Enqueue() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      Context current = Context.current();
      return task == null || current == Context.root() ? task : GUARD.wrap(task, current);
    }
  }
}
