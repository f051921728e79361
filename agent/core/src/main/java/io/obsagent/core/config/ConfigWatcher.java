// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.service.AgentLoop;
import java.time.Duration;

/**
 * Looks at the file every second. Polling, because a watch service costs classes and a thread, and
 * does not see through the links by which Kubernetes replaces mounted files.
 */
public final class ConfigWatcher implements AutoCloseable {
  /**
   * What has changed in the file has taken effect two seconds later: this, and as long to do it.
   */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final AgentLoop loop;

  private ConfigWatcher(AgentConfig config, Duration interval) {
    this.loop =
        new AgentLoop(
            "config",
            () -> {
              config.reloadIfChanged();
              return interval.toNanos();
            });
  }

  /** Starts to watch, on an agent thread. */
  public static ConfigWatcher start(AgentConfig config) {
    return start(config, INTERVAL);
  }

  static ConfigWatcher start(AgentConfig config, Duration interval) {
    ConfigWatcher watcher = new ConfigWatcher(config, interval);
    watcher.loop.start(interval);
    return watcher;
  }

  @Override
  public void close() {
    loop.close();
  }
}
