// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.loki;

import io.obsagent.exporter.transport.JsonOutput;
import io.obsagent.spi.export.FinishedLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records as the body of a <a
 * href="https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs">push</a>: a
 * stream for each level, with lines by time. Ids, logger, thread and what the application has put
 * beside its message are structured metadata: as labels, each value would make a stream. Not
 * thread-safe.
 */
final class PushEncoder extends JsonOutput {
  /** As many as Loki takes with a line by default. */
  private static final int MAX_METADATA = 128;

  /** What is not taken of attributes. */
  private static final Set<String> OWN_METADATA =
      Set.of("framework", "logger", "correlation_id", "exception_type", "trace_id", "span_id");

  /** Labels of every stream, with a comma before each. */
  private final String labels;

  private final Map<String, List<FinishedLog>> streams = new TreeMap<>();

  PushEncoder(Map<String, String> labels) {
    JsonOutput members = new JsonOutput();
    labels.forEach(members::member);
    ByteBuffer view = members.view();
    this.labels = new String(view.array(), 0, view.limit(), StandardCharsets.UTF_8);
  }

  /** A view that is good until the next call. */
  ByteBuffer encode(List<FinishedLog> batch) {
    streams.clear();
    for (int i = 0; i < batch.size(); i++) {
      streams.computeIfAbsent(level(batch.get(i)), level -> new ArrayList<>()).add(batch.get(i));
    }
    clear();
    raw("{\"streams\":[");
    boolean first = true;
    for (Map.Entry<String, List<FinishedLog>> stream : streams.entrySet()) {
      raw(first ? "{\"stream\":{\"level\":" : ",{\"stream\":{\"level\":");
      string(stream.getKey());
      raw(labels);
      raw("},\"values\":[");
      values(stream.getValue());
      raw("]}");
      first = false;
    }
    raw("]}");
    streams.clear();
    return view();
  }

  /** Six words, whatever the framework has: a label has few values. */
  private static String level(FinishedLog log) {
    int number = log.severityNumber();
    return number < 5
        ? "trace"
        : number < 9
            ? "debug"
            : number < 13 ? "info" : number < 17 ? "warn" : number < 21 ? "error" : "critical";
  }

  /**
   * Loki keeps one of two alike lines of one moment, and shows those of one moment in any order. So
   * each is a nanosecond after the one before at least.
   */
  private void values(List<FinishedLog> logs) {
    logs.sort(Comparator.comparingLong(FinishedLog::epochNanos));
    long before = Long.MIN_VALUE;
    for (int i = 0; i < logs.size(); i++) {
      FinishedLog log = logs.get(i);
      long time = Math.max(before + 1, log.epochNanos());
      before = time;
      raw(i == 0 ? "[\"" : ",[\"");
      raw(Long.toString(time));
      raw("\",");
      string(line(log));
      raw(",{");
      metadata(log);
      raw("}]");
    }
  }

  private static String line(FinishedLog log) {
    String trace = log.exceptionStacktrace();
    return trace == null ? log.body() : log.body() + "\n" + trace.stripTrailing();
  }

  private void metadata(FinishedLog log) {
    raw("\"framework\":");
    string(log.framework());
    member("logger", log.logger());
    member("correlation_id", log.correlationId());
    member("exception_type", log.exceptionType());
    if (log.spanId() != 0) {
      raw(",\"trace_id\":\"");
      hex(log.traceIdHigh());
      hex(log.traceIdLow());
      raw("\",\"span_id\":\"");
      hex(log.spanId());
      writeByte('"');
    }
    int left = MAX_METADATA - OWN_METADATA.size();
    for (Map.Entry<String, Object> attribute : log.attributes().entrySet()) {
      String name = name(attribute.getKey());
      if (left-- > 0 && !OWN_METADATA.contains(name)) {
        member(name, attribute.getValue().toString());
      }
    }
  }

  /** A label's name, as Prometheus has it. */
  private static String name(String key) {
    String name = key.replaceAll("[^a-zA-Z0-9_]", "_");
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  /** What is known of the process that is a label. */
  static Map<String, String> labels(Map<String, String> resource, Map<String, String> own) {
    Map<String, String> labels = new TreeMap<>(own);
    labels.remove("level"); // which each stream has
    labels.putIfAbsent("service_name", resource.getOrDefault("service.name", ""));
    labels.putIfAbsent(
        "deployment_environment", resource.getOrDefault("deployment.environment.name", ""));
    return labels;
  }
}
