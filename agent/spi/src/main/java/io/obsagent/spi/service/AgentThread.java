// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import io.obsagent.spi.log.AgentLog;

/**
 * A thread of the agent: a daemon, so that it never keeps a JVM alive, without the application's
 * context class loader, so that it never keeps an application alive, and known by its type, so that
 * what it does is never watched. What it throws ends in the agent's log, not on the application's
 * standard error.
 */
public final class AgentThread extends Thread {
  /**
   * @param name after {@code obs-}
   */
  public AgentThread(Runnable task, String name) {
    super(null, task, "obs-" + name, 0, false);
    setDaemon(true);
    setContextClassLoader(AgentThread.class.getClassLoader());
    setUncaughtExceptionHandler(
        (thread, cause) -> AgentLog.error(thread.getName() + " ended unexpectedly", cause));
  }
}
