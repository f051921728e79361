// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import io.obsagent.spi.service.AgentThread;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Makes the agent's own threads, and knows them: see {@link AgentThread}. */
public final class AgentThreads {
  private AgentThreads() {}

  /**
   * A new daemon thread named {@code obs-<name>}, not started. A thread inherits what its maker may
   * do; where the application sets a security manager, that must be no less than what the agent's
   * classes may.
   */
  @SuppressWarnings("removal")
  public static Thread newThread(String name, Runnable task) {
    try {
      PrivilegedAction<Thread> make = () -> new AgentThread(task, name);
      return AccessController.doPrivileged(make);
    } catch (LinkageError withoutSecurityManagers) {
      return new AgentThread(task, name);
    }
  }

  public static ThreadFactory factory(String name) {
    return task -> newThread(name, task);
  }

  /** Whether the current thread is one of the agent's: its calls are not the application's. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof AgentThread;
  }

  /**
   * Waits for a thread of the agent to end; past the deadline interrupts it and runs {@code cut},
   * which frees it from what it blocks on.
   *
   * @param deadlineNanos as {@link System#nanoTime}
   */
  public static void join(Thread thread, long deadlineNanos, Runnable cut) {
    boolean interrupted = false;
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadlineNanos - System.nanoTime()));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      thread.interrupt();
      cut.run();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
