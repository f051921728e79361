// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options of the store of traces. */
final class TraceOptions {
  static final Option<Boolean> ENABLED =
      Option.flag(
          "traces.store.enabled",
          true,
          "Whether finished traces are kept in the process to look at: failed ones, the slowest of"
              + " each route and a sample of the rest. Needs alerting.enabled.");

  static final Option<Integer> MEMORY_MB =
      Option.number(
          "traces.store.memory-mb",
          24,
          1,
          4_096,
          "Heap that kept traces may use, MiB; if not set, a 32nd of the largest heap at most.");

  static final Option<Integer> DISK_MB =
      Option.number(
          "traces.store.disk-mb",
          0,
          0,
          1_048_576,
          "Disk that kept traces may use, MiB, below data.directory: whole for seven days, then the"
              + " failed ones and each tenth of the others, for thirty in all. 0 keeps them in"
              + " memory only.");

  static final List<Option<?>> ALL = List.of(ENABLED, MEMORY_MB, DISK_MB);

  private TraceOptions() {}
}
