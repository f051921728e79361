// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of tasks that thread pools have accepted and not run yet, beside the tasks: what is
 * in a pool's queue is what the application put there.
 *
 * <p>One object may be submitted several times – a method reference, a singleton. As long as all of
 * its submissions come from one context, each run gets it; else none does, for a missing span is
 * better than one in another's trace.
 */
final class SubmittedTasks {
  /**
   * A task may submit the next one this often in a row, each with the context of the one before. A
   * loop that schedules a new object for each of its rounds would make a trace that never ends.
   */
  static final int MAX_HOPS = 32;

  private static final WeakMap<Object, Pending> PENDING = new WeakMap<>();

  private SubmittedTasks() {}

  static void submitted(Object task) {
    Context context = Context.current();
    if (context == Context.root()) {
      Pending known = PENDING.get(task);
      if (known != null) {
        known.join(context);
      }
      return;
    }
    int hops = RunningTask.hopsTo(task);
    if (hops > MAX_HOPS || IgnoredTasks.isIgnored(task)) {
      return;
    }
    Pending fresh = new Pending(context, hops);
    Pending known = PENDING.putIfAbsent(task, fresh);
    if (known != fresh && !known.join(context)) {
      PENDING.put(task, fresh);
    }
  }

  static boolean isPending(Object task) {
    return PENDING.get(task) != null;
  }

  /** Ends one submission of a task, and answers it; null where it has no context. */
  static @Nullable Pending take(Object task) {
    Pending pending = PENDING.get(task);
    if (pending == null) {
      return null;
    }
    if (pending.leave()) {
      PENDING.remove(task);
    }
    return pending.ambiguous ? null : pending;
  }

  /** Its value counts the submissions that have not run; at zero it is over and takes no more. */
  static final class Pending extends AtomicInteger {
    private static final long serialVersionUID = 1;

    private final transient Context context;
    private final byte hops;
    private volatile boolean ambiguous;

    Pending(Context context, int hops) {
      super(1);
      this.context = context;
      this.hops = (byte) hops;
    }

    Context context() {
      return context;
    }

    /** Tasks in a row that have handed the context on, this one included. */
    int hops() {
      return hops;
    }

    boolean join(Context other) {
      if (other != context) {
        ambiguous = true;
      }
      int count = get();
      while (count > 0 && !compareAndSet(count, count + 1)) {
        count = get();
      }
      return count > 0;
    }

    /** Answers whether that was the last. */
    boolean leave() {
      return decrementAndGet() <= 0;
    }
  }
}
