// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for an application that brings a LogManager of its own. Parts of the JDK that the agent
 * uses once it is up log through java.util.logging, and whoever touches that first decides which
 * LogManager the JVM has; that must be the application.
 */
public final class LogManagerWait {
  private static final String LOG_MANAGER = "java.util.logging.LogManager";
  private static final long POLL_NANOS = 200_000_000L;

  /** An application server that has not logged by then does not use java.util.logging. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final boolean needed;
  private final BooleanSupplier present;
  private final long patienceNanos;

  LogManagerWait(boolean needed, BooleanSupplier present, long patienceNanos) {
    this.needed = needed;
    this.present = present;
    this.patienceNanos = patienceNanos;
  }

  public static LogManagerWait of(Instrumentation instrumentation) {
    String command = System.getProperty("sun.java.command", "");
    boolean needed =
        System.getProperty("java.util.logging.manager") != null
            || command.contains("jboss-modules")
            || command.contains("org.jboss.modules");
    return new LogManagerWait(needed, () -> isLoaded(instrumentation), PATIENCE_NANOS);
  }

  private static boolean isLoaded(Instrumentation instrumentation) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(LOG_MANAGER)) {
        return true;
      }
    }
    return false;
  }

  /** Returns at once where there is nothing to wait for. */
  public void await() {
    if (!needed) {
      return;
    }
    long deadline = System.nanoTime() + patienceNanos;
    while (!present.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
