// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.logs.LogFormats;
import java.time.Duration;
import java.util.List;

/** Options of lines of JSON and of their files. */
final class FileOptions {
  static final Option<String> MODE =
      Option.choice(
              "logging.mode",
              "override",
              "Where JSON goes when logging.format asks for it: override (in the place of each"
                  + " line, on consoles and in files), beside (to a second file, the first one's"
                  + " name with .json after it) or replace (to the second file only).",
              "override",
              "beside",
              "replace")
          .asDynamic();

  static final Option<Boolean> REDACT =
      Option.flag(
              "logging.redact",
              false,
              "Whether secrets are taken out of the application's own lines as well, when"
                  + " logging.format makes them JSON; what the agent keeps or sends never has them.")
          .asDynamic();

  static final Option<Boolean> ENABLED =
      Option.flag(
          "logging.files.enabled",
          false,
          "Whether the agent writes the application's log to files of its own: error.log (level"
              + " ERROR and above) and combined.log (all).");

  static final Option<String> DIRECTORY =
      Option.text("logging.files.directory", "logs", "Where these files are.");

  static final Option<String> FORMAT =
      Option.choice(
          "logging.files.format",
          "json",
          "The names of fields in these files, as for logging.format.",
          "json",
          "plain",
          "ecs",
          "logstash",
          "otel");

  static final Option<Integer> SIZE_MB =
      Option.number(
          "logging.files.size-mb",
          100,
          1,
          10_000,
          "MiB of one of these files before it is rolled; it is rolled each day, too.");

  static final Option<Integer> KEEP_DAYS =
      Option.number(
          "logging.files.keep-days",
          90,
          1,
          3_650,
          "Days that a rolled file, packed by gzip, stays in the directory; then it moves to"
              + " archive/ there.");

  static final Option<Integer> ARCHIVE_DAYS =
      Option.number(
          "logging.files.archive-days",
          730,
          0,
          36_500,
          "Days that a file stays in archive/; then it is deleted.");

  static final Option<Integer> TOTAL_MB =
      Option.number(
          "logging.files.total-mb",
          50_000,
          1,
          10_000_000,
          "MiB of all rolled files of one name, archive included; beyond, the oldest go first.");

  static final List<Option<?>> ALL =
      List.of(
          LogFormats.FORMAT,
          MODE,
          REDACT,
          ENABLED,
          DIRECTORY,
          FORMAT,
          SIZE_MB,
          KEEP_DAYS,
          ARCHIVE_DAYS,
          TOTAL_MB);

  private static final long MIB = 1 << 20;

  private FileOptions() {}

  static Archive archive(Config config) {
    return new Archive(
        Duration.ofDays(config.get(KEEP_DAYS)),
        Duration.ofDays(config.get(ARCHIVE_DAYS)),
        config.get(TOTAL_MB) * MIB);
  }

  static long maxBytes(Config config) {
    return config.get(SIZE_MB) * MIB;
  }
}
