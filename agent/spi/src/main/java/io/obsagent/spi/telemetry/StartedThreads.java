// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of threads that have been started and do not run yet. Here, for the thread is
 * started in a class of the JDK and may run in one of the application's. Thread-safe.
 */
public final class StartedThreads {
  private static final WeakMap<Thread, Context> CONTEXTS = new WeakMap<>();

  private StartedThreads() {}

  public static void put(Thread thread, Context context) {
    CONTEXTS.put(thread, context);
  }

  /** Answers the thread's context, for the one who asks first; mostly there is none. */
  public static @Nullable Context take(Thread thread) {
    return CONTEXTS.isEmpty() ? null : CONTEXTS.remove(thread);
  }
}
