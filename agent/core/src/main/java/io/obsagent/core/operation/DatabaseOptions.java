// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.config.Option;
import java.time.Duration;
import java.util.List;

/** Options of what is kept of SQL statements. */
final class DatabaseOptions {
  static final Option<Integer> STATEMENTS =
      Option.number(
          "database.statements",
          1000,
          0,
          10_000,
          "Of how many SQL statements calls, times, errors and rows are added up for"
              + " /monitoring/database/queries; all others share one. 0 keeps nothing.");

  static final Option<Duration> SLOW =
      Option.duration(
          "database.slow-query",
          "1s",
          "1ms",
          "1h",
          "A statement that takes longer is counted as slow.");

  static final Option<Integer> REPEATED =
      Option.number(
          "database.repeated-query",
          10,
          2,
          10_000,
          "A trace that runs one SQL statement so often in this process is told as N+1.");

  static final Option<Integer> LARGE =
      Option.number(
          "database.large-result",
          10_000,
          1,
          100_000_000,
          "A result of so many rows is told as large, where rows are counted"
              + " (instrumentation.jdbc-rows.enabled).");

  static final Option<Duration> MISSING_TIMEOUT =
      Option.duration(
          "database.missing-timeout",
          "5s",
          "1ms",
          "1h",
          "Of a statement that takes longer it is told if no time-out would have ended it, neither"
              + " its own nor its connection's.");

  static final Option<String> REDIS_KEYS =
      Option.choice(
          "redis.keys",
          "off",
          "Whether a span tells the first key of its command of Redis: as a hash, which equal keys"
              + " share, as text, or not at all. Values, passwords, scripts and settings never are.",
          "off",
          "hash",
          "text");

  static final Option<String> REDIS_KEYS_SALT =
      Option.text(
              "redis.keys-salt",
              "",
              "What keys of Redis are hashed with. By default random for each process; processes"
                  + " whose hashes are to be compared need the same.")
          .asSecret();

  static final List<Option<?>> ALL =
      List.of(STATEMENTS, SLOW, REPEATED, LARGE, MISSING_TIMEOUT, REDIS_KEYS, REDIS_KEYS_SALT);

  private DatabaseOptions() {}
}
