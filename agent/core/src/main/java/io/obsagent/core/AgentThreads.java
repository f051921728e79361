// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.spi.service.AgentThread;
import java.util.concurrent.ThreadFactory;

/** Makes the agent's own threads, and knows them: see {@link AgentThread}. */
public final class AgentThreads {
  private AgentThreads() {}

  /** A new daemon thread named {@code obs-<name>}, not started. */
  public static Thread newThread(String name, Runnable task) {
    return new AgentThread(task, name);
  }

  public static ThreadFactory factory(String name) {
    return task -> newThread(name, task);
  }

  /** Whether the current thread is one of the agent's: its calls are not the application's. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof AgentThread;
  }
}
