// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

import io.obsagent.core.metrics.MetricsOptions;
import io.obsagent.spi.config.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options of spans, propagation, sampling, correlation and statement text. */
public final class TelemetryOptions {
  public static final Option<List<String>> PROPAGATION =
      Option.of(
              "propagation",
              "list of tracecontext, baggage, b3, b3multi, jaeger",
              "tracecontext,baggage",
              "Header formats that trace context is read from, first wins, and written in.",
              TelemetryOptions::parseFormats)
          .alias("OTEL_PROPAGATORS");

  public static final Option<String> SAMPLER =
      Option.of(
              "sampling.sampler",
              "always, never, ratio, rate-limited, each also as parent-…",
              "parent-always",
              "Which traces are kept; with parent-…, the caller's decision comes first.",
              Sampler::canonicalName)
          .alias("OTEL_TRACES_SAMPLER")
          .asDynamic();

  public static final Option<Double> SAMPLING_RATIO =
      Option.of(
              "sampling.ratio",
              "number 0–1",
              "1.0",
              "Share of traces that the ratio samplers keep.",
              Sampler::parseRatio)
          .alias("OTEL_TRACES_SAMPLER_ARG")
          .asDynamic();

  public static final Option<Integer> SAMPLING_RATE =
      Option.number(
              "sampling.rate",
              100,
              1,
              1_000_000,
              "Traces a second that the rate-limited samplers keep.")
          .asDynamic();

  public static final Option<List<SamplingRule>> SAMPLING_RULES =
      Option.of(
              "sampling.rules",
              "list of path=ratio",
              "",
              "Ratios for paths, as in '/checkout/**=1.0,/assets/**=0'; the first match wins over"
                  + " the sampler.",
              SamplingRule::parseAll)
          .asDynamic();

  public static final Option<PathGlobs> EXCLUDED_PATHS =
      Option.of(
              "sampling.excluded-paths",
              "list of paths with * and **",
              "/health/**,/healthz/**,/livez,/readyz,/ping,/metrics,/actuator/health/**,"
                  + "/actuator/prometheus,/monitoring/**",
              "Paths whose requests are counted but never traced.",
              PathGlobs::parse)
          .asDynamic();

  public static final Option<List<String>> CORRELATION_HEADERS =
      Option.of(
          "correlation.headers",
          "list of header names",
          "X-Correlation-ID,X-Request-ID",
          "Request headers that a correlation id is taken from; it is sent on in the first.",
          TelemetryOptions::parseHeaders);

  public static final Option<String> SQL_SANITIZE =
      Option.choice(
          "sql.sanitize",
          "always",
          "Whether literals in SQL become '?': always, or (auto) only in statements without"
              + " parameters.",
          "always",
          "auto");

  public static final Option<List<String>> REDACTED_PARAMETERS =
      Option.of(
          "http.redacted-parameters",
          "list of names",
          "",
          "Query parameters whose values are redacted, besides the well-known secret ones.",
          TelemetryOptions::parseList);

  public static final List<Option<?>> ALL = all();

  private static final int MAX_HEADERS = 8;

  private TelemetryOptions() {}

  private static List<Option<?>> all() {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(
                PROPAGATION,
                SAMPLER,
                SAMPLING_RATIO,
                SAMPLING_RATE,
                SAMPLING_RULES,
                EXCLUDED_PATHS,
                CORRELATION_HEADERS,
                SQL_SANITIZE,
                REDACTED_PARAMETERS));
    all.addAll(MetricsOptions.ALL);
    return List.copyOf(all);
  }

  static List<String> parseList(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",")) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return List.copyOf(items);
  }

  private static List<String> parseFormats(String text) {
    List<String> formats = parseList(text.toLowerCase(Locale.ROOT));
    for (String format : formats) {
      if (!Propagation.FORMATS.contains(format)) {
        throw new IllegalArgumentException(
            "expected some of " + Propagation.FORMATS + ", but found '" + format + "'");
      }
    }
    return formats;
  }

  private static List<String> parseHeaders(String text) {
    List<String> names = parseList(text);
    if (names.isEmpty() || names.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("expected one to " + MAX_HEADERS + " header names");
    }
    for (String name : names) {
      if (!CorrelationIds.isValid(name)) {
        throw new IllegalArgumentException("'" + name + "' is no header name");
      }
    }
    return names;
  }
}
