// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.opentelemetry.context.Context;

/** A scheduler's task, in the context in which it was scheduled. */
record ContextTask(Runnable task, Context context) implements Runnable {
  @Override
  public void run() {
    Context before = CurrentContext.exchange(context);
    try {
      task.run();
    } finally {
      CurrentContext.restore(before);
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
