// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import java.util.concurrent.ThreadFactory;

/**
 * The agent's own threads: daemons, so that they never keep a JVM alive, without the application's
 * context class loader, so that they never keep an application alive, and known by type, so that
 * what they do is never watched.
 */
public final class AgentThreads {
  private AgentThreads() {}

  /** A new daemon thread named {@code obs-<name>}, not started. */
  public static Thread newThread(String name, Runnable task) {
    return new AgentThread(task, "obs-" + name);
  }

  public static ThreadFactory factory(String name) {
    return task -> newThread(name, task);
  }

  /** Whether the current thread is one of the agent's: its calls are not the application's. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof AgentThread;
  }

  private static final class AgentThread extends Thread {
    AgentThread(Runnable task, String name) {
      super(null, task, name, 0, false);
      setDaemon(true);
      setContextClassLoader(AgentThreads.class.getClassLoader());
    }
  }
}
