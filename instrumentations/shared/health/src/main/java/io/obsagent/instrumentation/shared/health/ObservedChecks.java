// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.health;

import io.obsagent.spi.telemetry.ApplicationChecks;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.util.ConcurrentModificationException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a framework, each known for as long as it lives. Thread-safe.
 *
 * @param <C> the framework's type of a check
 */
public final class ObservedChecks<C> {
  private static final int MAX_NAME = 64;
  private static final int MAX_TRIES = 3;

  private final WeakMap<C, Callable<?>> checks = new WeakMap<>();
  private final CheckReader<C> reader;

  /**
   * @param reader a constant
   */
  public ObservedChecks(CheckReader<C> reader) {
    this.reader = reader;
  }

  /**
   * A check that there is from now on; nothing if it is known already.
   *
   * @param costs whether it asks another system, or takes a connection of the application's
   */
  public void observe(C check, String name, boolean costs) {
    if (checks.get(check) != null) {
      return;
    }
    Callable<?> asked = new Asked<>(new WeakReference<>(check), reader);
    String known = name.replaceAll("[^\\w .:/-]", "_");
    known = known.length() > MAX_NAME ? known.substring(0, MAX_NAME) : known;
    boolean taken =
        costs ? ApplicationChecks.offer(known, asked) : ApplicationChecks.add(known, asked);
    if (taken) {
      checks.put(check, asked);
    }
  }

  /** On whatever thread it is asked, as the application's own would ask. */
  private record Asked<C>(WeakReference<C> check, CheckReader<C> reader)
      implements Callable<Object> {
    @Override
    public @Nullable Object call() throws Exception {
      C asked = check.get();
      if (asked == null) {
        return null;
      }
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(asked.getClass().getClassLoader());
      try {
        return wrong(asked);
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    /** A server's list of checks may change while they are asked, as applications come and go. */
    private String wrong(C asked) throws Exception {
      for (int tries = 1; tries < MAX_TRIES; tries++) {
        try {
          return reader.wrong(asked);
        } catch (ConcurrentModificationException again) {
          Thread.yield();
        }
      }
      return reader.wrong(asked);
    }
  }
}
