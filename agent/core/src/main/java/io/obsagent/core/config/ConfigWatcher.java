// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.spi.log.AgentLog;
import java.io.File;

/**
 * Looks at the file every few seconds. Polling, because a watch service costs classes and a thread,
 * and does not see through the links by which Kubernetes replaces mounted files.
 */
public final class ConfigWatcher implements AutoCloseable {
  private final AgentConfig config;
  private final File file;
  private final Thread thread;
  private final long pollMillis;
  private long seenModified;
  private long seenLength;
  private volatile boolean closed;

  private ConfigWatcher(AgentConfig config, long pollMillis) {
    this.config = config;
    this.file = config.path();
    this.pollMillis = pollMillis;
    this.seenModified = file.lastModified();
    this.seenLength = file.length();
    this.thread = AgentThreads.newThread("config", this::run);
  }

  /** Starts to watch, on an agent thread. */
  public static ConfigWatcher start(AgentConfig config, long pollMillis) {
    ConfigWatcher watcher = new ConfigWatcher(config, pollMillis);
    watcher.thread.start();
    return watcher;
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(pollMillis);
        poll();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        AgentLog.error(file.getName() + ": reading it again failed", e);
      }
    }
  }

  private void poll() {
    long modified = file.lastModified();
    long length = file.length();
    if (modified != seenModified || length != seenLength) {
      seenModified = modified;
      seenLength = length;
      config.reload();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
