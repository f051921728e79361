// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import io.obsagent.spi.log.AgentLog;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the agent: a daemon, so that it never keeps a JVM alive, without the application's
 * context class loader, so that it never keeps an application alive, and known by its type, so that
 * what it does is never watched. What it throws ends in the agent's log, not on the application's
 * standard error.
 *
 * <p>Where there are extensions, which may make threads of their own, the agent's threads have a
 * group that those inherit.
 */
public final class AgentThread extends Thread {
  private static final @Nullable ThreadGroup WITH_EXTENSIONS =
      System.getProperty("obs.extensions", "").isEmpty() ? null : new ThreadGroup("obs");

  /**
   * @param name after {@code obs-}
   */
  public AgentThread(Runnable task, String name) {
    super(WITH_EXTENSIONS, task, "obs-" + name, 0, false);
    setDaemon(true);
    setContextClassLoader(AgentThread.class.getClassLoader());
    setUncaughtExceptionHandler(
        (thread, cause) -> AgentLog.error(thread.getName() + " ended unexpectedly", cause));
  }

  /** Whether the current thread is one of the agent's, or was made by one for an extension. */
  public static boolean isCurrent() {
    Thread current = Thread.currentThread();
    return current instanceof AgentThread
        || WITH_EXTENSIONS != null && current.getThreadGroup() == WITH_EXTENSIONS;
  }

  /**
   * A new thread named {@code obs-<name>}, not started. A thread inherits what its maker may do;
   * where the application sets a security manager, that must be no less than what the agent's
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
}
