// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Option;
import java.time.Duration;
import java.util.List;

/** Options of the way from a finished span to a back end. */
public final class ExportOptions {
  /** Names of exporters; {@code auto} and {@code none} stand alone. */
  public static final Option<List<String>> EXPORTER =
      Option.of(
              "traces.exporter",
              "list",
              "auto",
              "Where spans go: jaeger, otlp, logging, several with commas, none, or auto: every"
                  + " exporter whose endpoint is set.",
              ExportOptions::parseNames)
          .alias("OTEL_TRACES_EXPORTER");

  public static final Option<Integer> QUEUE_SIZE =
      Option.number(
              "traces.queue-size",
              2_048,
              64,
              65_536,
              "Spans that wait for an exporter at most; beyond it they are dropped and counted.")
          .alias("OTEL_BSP_MAX_QUEUE_SIZE");

  public static final Option<Duration> INTERVAL =
      Option.duration(
              "traces.export-interval",
              "1s",
              "10ms",
              "5m",
              "How long a span waits at most before its batch is sent.")
          .aliasInMillis("OTEL_BSP_SCHEDULE_DELAY");

  /** The same for metrics. */
  public static final Option<List<String>> METRICS_EXPORTER =
      Option.of(
              "metrics.exporter",
              "auto, otlp or none",
              "auto",
              "Where metrics are sent; auto is otlp if exporter.otlp.endpoint, which is for all"
                  + " signals, or exporter.otlp.metrics-endpoint is set. They are served for"
                  + " Prometheus in any case.",
              ExportOptions::parseNames)
          .alias("OTEL_METRICS_EXPORTER");

  public static final Option<Duration> METRICS_INTERVAL =
      Option.duration(
              "metrics.export-interval", "60s", "100ms", "24h", "How often metrics are sent.")
          .aliasInMillis("OTEL_METRIC_EXPORT_INTERVAL");

  /** The same for log records. */
  public static final Option<List<String>> LOGS_EXPORTER =
      Option.of(
              "logs.exporter",
              "list",
              "auto",
              "Where log records are sent: otlp, elasticsearch, loki, syslog, several with commas,"
                  + " none, or auto: every exporter whose endpoint is set;"
                  + " exporter.otlp.endpoint is for all signals.",
              ExportOptions::parseNames)
          .alias("OTEL_LOGS_EXPORTER");

  public static final Option<Integer> LOGS_QUEUE =
      Option.number(
          "logs.queue-mb",
          8,
          1,
          1_024,
          "Heap of log records that wait for one exporter, MiB; beyond it the oldest below WARN are"
              + " dropped first, and counted.");

  public static final Option<Duration> LOGS_INTERVAL =
      Option.duration(
              "logs.export-interval",
              "1s",
              "10ms",
              "5m",
              "How long a log record waits at most before its batch is sent.")
          .aliasInMillis("OTEL_BLRP_SCHEDULE_DELAY");

  public static final Option<String> SPOOL_DIRECTORY =
      Option.text(
          "logs.spool.directory",
          "",
          "Where log records wait for their exporters on disk, so that neither a receiver that is"
              + " down nor the end of the process loses them; empty for nowhere.");

  public static final Option<Integer> SPOOL_DISK =
      Option.number(
          "logs.spool.disk-mb",
          256,
          1,
          1_048_576,
          "Disk that log records may take that wait for one exporter, MiB; beyond it they wait in"
              + " memory, within logs.queue-mb.");

  private ExportOptions() {}

  public static List<Option<?>> all() {
    return List.of(
        EXPORTER,
        QUEUE_SIZE,
        INTERVAL,
        METRICS_EXPORTER,
        METRICS_INTERVAL,
        LOGS_EXPORTER,
        LOGS_QUEUE,
        LOGS_INTERVAL);
  }

  private static List<String> parseNames(String text) {
    List<String> names = new java.util.ArrayList<>();
    for (String part : text.split(",", 32)) {
      String name = part.trim().toLowerCase(java.util.Locale.ROOT);
      if (!name.isEmpty() && !names.contains(name)) {
        names.add(name);
      }
    }
    if (names.size() > 1 && (names.contains("none") || names.contains("auto"))) {
      throw new IllegalArgumentException("expected names of exporters, or only none, or only auto");
    }
    return List.copyOf(names);
  }
}
