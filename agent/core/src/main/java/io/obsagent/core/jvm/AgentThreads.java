// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.jvm;

import io.obsagent.spi.service.AgentThread;
import java.util.concurrent.ThreadFactory;

/** Makes the agent's own threads, and knows them: see {@link AgentThread}. */
public final class AgentThreads {
  private AgentThreads() {}

  public static ThreadFactory factory(String name) {
    return task -> AgentThread.newThread(name, task);
  }

  /** Whether the current thread is one of the agent's: its calls are not the application's. */
  public static boolean isCurrent() {
    return AgentThread.isCurrent();
  }
}
