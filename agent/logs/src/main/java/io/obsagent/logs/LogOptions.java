// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.redact.RedactOptions;
import io.obsagent.spi.config.Option;
import java.time.Duration;
import java.util.List;

/** What the user says about the application's log. */
final class LogOptions {
  static final Option<Boolean> ENABLED =
      Option.flag(
          "logs.enabled",
          true,
          "Whether the agent keeps the application's log records in memory, groups them and hands"
              + " them to exporters; they are counted anyway.");

  static final Option<String> LEVEL =
      Option.choice(
              "logs.level",
              "info",
              "From which severity on records are kept, of those that the framework logs at all.",
              "trace",
              "debug",
              "info",
              "warn",
              "error",
              "fatal")
          .asDynamic();

  static final Option<Integer> MEMORY =
      Option.number(
          "logs.memory",
          16,
          2,
          1024,
          "How much memory the last records take at most, in MiB; a quarter is for WARN and above."
              + " If not set, a 32nd of the largest heap at most.");

  static final Option<Integer> MAX_RATE =
      Option.number(
              "logs.max-rate",
              10_000,
              10,
              1_000_000,
              "How many records a second are kept, below WARN and from WARN on; of those beyond it"
                  + " one in 64 is.")
          .asDynamic();

  static final Option<Duration> LEARNS =
      Option.duration(
          "logs.patterns.learning",
          "5m",
          "1s",
          "24h",
          "How long after the first record new patterns of errors are taken as known, and are no"
              + " events.");

  static final List<Option<?>> ALL =
      List.of(
          ENABLED,
          LEVEL,
          MEMORY,
          MAX_RATE,
          RedactOptions.EMAILS,
          RedactOptions.NAMES,
          LEARNS,
          LevelOptions.ROOT);

  private LogOptions() {}
}
