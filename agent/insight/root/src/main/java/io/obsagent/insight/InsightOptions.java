// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.service.AgentContext;
import java.time.Duration;
import java.util.List;

/** Options of what features share. */
final class InsightOptions {
  static final Option<Boolean> ENABLED =
      Option.flag(
          "alerting.enabled", true, "Whether rules are evaluated and series are kept to query.");

  static final Option<Duration> INTERVAL =
      Option.duration(
          "evaluation.interval",
          "15s",
          "1s",
          "5m",
          "How often metrics are sampled and rules evaluated.");

  static final Option<String> DATA_DIRECTORY = AgentContext.DATA_DIRECTORY;

  static final Option<Integer> MEMORY_MB =
      Option.number(
          "series.memory-mb",
          32,
          1,
          4096,
          "Heap that kept series may use, MiB; if not set, a 32nd of the largest heap at most.");

  static final Option<Integer> DISK_MB =
      Option.number("series.disk-mb", 256, 1, 1_048_576, "Disk that kept series may use, MiB.");

  static final List<Option<?>> ALL = List.of(ENABLED, INTERVAL, DATA_DIRECTORY, MEMORY_MB, DISK_MB);

  private InsightOptions() {}
}
