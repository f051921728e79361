// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import io.obsagent.logs.store.Finisher;
import io.obsagent.logs.store.RecordJson;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is logged again and again, and what is new. A pattern of ERROR or above that was not there
 * before is an event; what comes within the first minutes is taken as known. Thread-safe.
 */
public final class Patterns {
  public static final MetricDefinition NEW =
      MetricDefinition.counter(
              "log_new_error_patterns_total",
              "Patterns of log records of ERROR and above that had not been seen before.")
          .unit("{pattern}");

  /** Of patterns, each with an example of some kilobytes at most. */
  static final int MOST = 500;

  private static final int LONGEST_EXAMPLE = 2_048;
  private static final long NANOS_OF_MILLI = 1_000_000;

  private final Drain drain = new Drain(MOST);
  private final KnownPatterns known;
  private final Metrics.Counter.Series fresh;
  private final Consumer<Event> events;
  private final long knowsFromMillis;

  /**
   * A pattern in a time.
   *
   * @param count within the time; {@code trend} in steps of it, oldest first
   * @param firstMillis since the epoch, as is {@code lastMillis}; of the whole life of the pattern
   */
  public record View(
      String id,
      String template,
      String severity,
      long count,
      int[] trend,
      long firstMillis,
      long lastMillis,
      FinishedLog example) {}

  /**
   * @param known what earlier processes have seen
   * @param knowsFromMillis what comes earlier, since the epoch, is not told as new
   */
  public Patterns(
      Metrics metrics, Consumer<Event> events, KnownPatterns known, long knowsFromMillis) {
    this.known = known;
    known.forEach(drain::know);
    this.fresh = metrics.counter(NEW).labels();
    this.events = events;
    this.knowsFromMillis = knowsFromMillis;
  }

  /**
   * @param template of the framework's, if it tells one
   */
  public void add(FinishedLog log, @Nullable String template) {
    long millis = log.epochNanos() / NANOS_OF_MILLI;
    Cluster cluster;
    boolean isNew;
    synchronized (this) {
      cluster = drain.add(log.severityNumber(), template == null ? log.body() : template, millis);
      isNew = cluster.example == null && !cluster.known;
      if (cluster.example == null) {
        cluster.example = withBounds(log);
      }
    }
    if (isNew && log.severityNumber() >= Severity.ERROR.number()) {
      known.add(cluster.severityNumber, cluster.template());
      tell(cluster, log, millis);
    }
  }

  private void tell(Cluster made, FinishedLog log, long millis) {
    if (millis < knowsFromMillis) {
      return;
    }
    fresh.add(1);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("pattern", id(made));
    attributes.put("template", made.template());
    attributes.put("severity", RecordJson.severity(log.severityNumber()));
    attributes.put("logger", log.logger());
    attributes.put("message", log.body());
    attributes.put("exception", log.exceptionType() == null ? "" : log.exceptionType());
    attributes.put("trace_id", RecordJson.traceId(log));
    events.accept(
        new Event(
            "log_pattern-" + millis + "-" + made.id,
            millis,
            "log_pattern",
            "agent",
            "New error in the log: " + made.template(),
            attributes));
  }

  private static String id(Cluster cluster) {
    return "p" + cluster.id;
  }

  /** An example is kept for long, so it is short. */
  private static FinishedLog withBounds(FinishedLog log) {
    String stacktrace = log.exceptionStacktrace();
    if (log.bytes() <= LONGEST_EXAMPLE) {
      return log;
    }
    Object thread = log.attributes().getOrDefault(Finisher.THREAD, "");
    String message = log.exceptionMessage();
    return new FinishedLog(
        log.epochNanos(),
        log.observedEpochNanos(),
        log.severityNumber(),
        log.severityText(),
        cut(log.body()),
        log.framework(),
        log.logger(),
        log.traceIdHigh(),
        log.traceIdLow(),
        log.spanId(),
        log.traceFlags(),
        log.correlationId(),
        Map.of(Finisher.THREAD, thread),
        log.exceptionType(),
        message == null ? null : cut(message),
        stacktrace == null ? null : cut(stacktrace),
        log.bytes());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_EXAMPLE ? text : text.substring(0, LONGEST_EXAMPLE - 1) + '…';
  }

  /**
   * Those that came within a time, the most frequent first.
   *
   * @param nowMillis since the epoch
   * @param steps of five minutes, 1–288
   */
  public synchronized List<View> within(long nowMillis, int steps) {
    List<View> views = new ArrayList<>();
    for (Cluster cluster : drain.clusters()) {
      int[] trend = cluster.trend.last(nowMillis, steps);
      long count = 0;
      for (int part : trend) {
        count += part;
      }
      FinishedLog example = cluster.example;
      if (count > 0 && example != null) {
        views.add(
            new View(
                id(cluster),
                cluster.template(),
                RecordJson.severity(cluster.severityNumber),
                count,
                trend,
                cluster.firstMillis,
                cluster.lastMillis,
                example));
      }
    }
    views.sort(Comparator.comparingLong(View::count).reversed().thenComparing(View::id));
    return views;
  }
}
