// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.service.AgentLoop;
import java.io.File;
import java.time.Duration;

/**
 * Looks at the file every few seconds. Polling, because a watch service costs classes and a thread,
 * and does not see through the links by which Kubernetes replaces mounted files.
 */
public final class ConfigWatcher implements AutoCloseable {
  private final AgentConfig config;
  private final File file;
  private final AgentLoop loop;
  private final Duration poll;
  private long seenModified;
  private long seenLength;

  private ConfigWatcher(AgentConfig config, Duration poll) {
    this.config = config;
    this.file = config.path();
    this.poll = poll;
    this.seenModified = file.lastModified();
    this.seenLength = file.length();
    this.loop = new AgentLoop("config", this::poll);
  }

  /** Starts to watch, on an agent thread. */
  public static ConfigWatcher start(AgentConfig config, long pollMillis) {
    ConfigWatcher watcher = new ConfigWatcher(config, Duration.ofMillis(pollMillis));
    watcher.loop.start(watcher.poll);
    return watcher;
  }

  private long poll() {
    long modified = file.lastModified();
    long length = file.length();
    if (modified != seenModified || length != seenLength) {
      seenModified = modified;
      seenLength = length;
      config.reload();
    }
    return poll.toNanos();
  }

  @Override
  public void close() {
    loop.close();
  }
}
