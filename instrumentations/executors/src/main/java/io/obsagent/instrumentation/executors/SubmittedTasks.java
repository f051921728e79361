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
 * <p>One object may be submitted several times – a method reference, a singleton. Where the pool
 * may see another object in its place, each submission is one, {@link OneSubmission}. Where it may
 * not, each run gets the context if all submissions come from the same; else none does, for a
 * missing span is better than one in another's trace, and the loss is counted.
 */
final class SubmittedTasks {
  /**
   * A task may submit the next one this often in a row, each with the context of the one before. A
   * loop that schedules a new object for each of its rounds would make a trace that never ends.
   */
  static final int MAX_HOPS = 32;

  private static final WeakMap<Object, Pending> PENDING = new WeakMap<>();

  private SubmittedTasks() {}

  /** Notes where a task comes from, and answers what the pool is to have in its place. */
  static Object submitted(Object task, Object pool) {
    Context context = Context.current();
    boolean root = context == Context.root();
    Pending known = root && PENDING.isEmpty() ? null : PENDING.get(task);
    if (root && known == null
        || IgnoredTasks.isIgnored(task)
        || IgnoredTasks.isIgnoredFuture(task)) {
      return task;
    }
    int hops = root ? 1 : RunningTask.hopsTo(task);
    Pending fresh = root || hops > MAX_HOPS ? null : new Pending(context, hops);
    if (known == null) {
      if (fresh == null) {
        return task;
      }
      if (!OneSubmission.isBareLambda(task)) {
        known = PENDING.putIfAbsent(task, fresh);
        if (known == fresh) {
          return task;
        }
      }
    }
    if (known != null && fresh != null && known.join(context)) {
      return task;
    }
    OneSubmission own = OneSubmission.of(task, pool);
    if (own == null) {
      blur(task, fresh);
      return task;
    }
    if (fresh != null) {
      PENDING.put(own, fresh);
    }
    return own;
  }

  /** One more submission of an object that is pending from elsewhere and has to stay itself. */
  private static void blur(Object task, @Nullable Pending fresh) {
    while (true) {
      Pending there = fresh == null ? PENDING.get(task) : PENDING.putIfAbsent(task, fresh);
      if (there == null || there == fresh || there.blur()) {
        return;
      }
      // It has just run for the last time, and is about to be taken away.
      PENDING.remove(task, there);
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
      PENDING.remove(task, pending);
    }
    if (pending.ambiguous) {
      LostContexts.count();
      return null;
    }
    return pending;
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

    /** Counts one more submission if it is from the same context, and not too late for that. */
    boolean join(Context other) {
      return other == context && countOneMore();
    }

    /** Counts one more submission, from whichever context: no run will have one. */
    boolean blur() {
      if (countOneMore()) {
        ambiguous = true;
        return true;
      }
      return false;
    }

    private boolean countOneMore() {
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
