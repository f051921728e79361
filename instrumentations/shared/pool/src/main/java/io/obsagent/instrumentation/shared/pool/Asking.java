// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import org.jspecify.annotations.Nullable;

/**
 * Since when a thread asks a pool for something. A thread has one of them, which it uses again;
 * only where a pool asks another one meanwhile is there a second. For the thread that has made it.
 */
public final class Asking {
  private static final ThreadLocal<Asking> OF_THREAD = ThreadLocal.withInitial(Asking::new);

  private @Nullable Object pool;
  private long start;

  private Asking() {}

  /** A pool is asked, as its advice begins; {@link #over} is to follow. */
  public static Asking of(Object pool) {
    Asking asking = OF_THREAD.get();
    if (asking.pool != null) {
      asking = new Asking();
    }
    asking.pool = pool;
    asking.start = System.nanoTime();
    return asking;
  }

  /** The pool that was asked; null if that was told before. */
  public @Nullable Object over() {
    Object asked = pool;
    pool = null;
    return asked;
  }

  /** As {@link System#nanoTime}; stays after the end. */
  public long start() {
    return start;
  }
}
