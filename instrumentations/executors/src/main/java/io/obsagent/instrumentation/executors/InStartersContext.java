// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread's task. It puts nothing back: it is all that the thread does, but for handling
 * what it throws.
 */
record InStartersContext(Runnable task, Context context) implements Runnable {
  private static final Guard GUARD = Guard.of(InStartersContext.class);

  static @Nullable Object of(@Nullable Object task, @Nullable Context context) {
    boolean nothingToDo =
        task == null
            || context == null
            || context == Context.root()
            || IgnoredTasks.isIgnored(task);
    return nothingToDo ? task : new InStartersContext((Runnable) task, context);
  }

  @Override
  public void run() {
    GUARD.attach(context);
    task.run();
  }
}
