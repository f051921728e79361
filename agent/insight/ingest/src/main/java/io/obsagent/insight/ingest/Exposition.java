// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus' <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">text
 * format</a>, and of OpenMetrics what is the same. For one text; not thread-safe.
 */
final class Exposition {
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");
  private static final String CREATED = "_created";
  private static final String TOTAL = "_total";

  private final Map<String, Type> types = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final List<Pushed> series = new ArrayList<>();
  private final Set<Pushed.Key> seen = new HashSet<>();
  private final Map<Pushed.Key, Parts> composed = new LinkedHashMap<>();

  /** What there is of a histogram or summary so far. */
  private static final class Parts {
    /** Of upper bounds, or of quantiles. */
    final TreeMap<Double, Double> values = new TreeMap<>();

    double sum = Double.NaN;
    double count = Double.NaN;
  }

  private Exposition() {}

  /**
   * @throws IllegalArgumentException with line and reason, if any line is wrong
   */
  static List<Pushed> parse(String text) {
    Exposition exposition = new Exposition();
    int number = 0;
    for (String line : text.split("\\n", -1)) {
      number++;
      try {
        exposition.line(line.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    exposition.compose();
    return exposition.series;
  }

  private void line(String line) {
    if (line.startsWith("# TYPE ")) {
      String[] words = line.split("\\s+");
      if (words.length != 4) {
        throw new IllegalArgumentException("expected: # TYPE name type");
      }
      if (types.put(Pushed.checkedName(words[2]), type(words[3])) != null) {
        throw new IllegalArgumentException("a second TYPE of " + words[2]);
      }
    } else if (line.startsWith("# HELP ")) {
      String[] words = line.split("\\s+", 4);
      if (words.length == 4) {
        helps.put(words[2], words[3].replace("\\n", "\n").replace("\\\\", "\\"));
      }
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      sample(new SampleLine(line));
    }
  }

  private static Type type(String word) {
    return switch (word) {
      case "counter" -> Type.COUNTER;
      case "gauge" -> Type.GAUGE;
      case "histogram" -> Type.HISTOGRAM;
      case "summary" -> Type.SUMMARY;
      case "untyped", "unknown", "info", "stateset" -> Type.UNKNOWN;
      default -> throw new IllegalArgumentException("'" + word + "' is no type of a metric");
    };
  }

  private void sample(SampleLine line) {
    String name = Pushed.checkedName(line.name());
    Pushed.checkedLabels(line.labels());
    for (String part : PARTS) {
      String base = name.endsWith(part) ? cut(name, part) : "";
      Type type = types.get(base);
      if (type == Type.HISTOGRAM || type == Type.SUMMARY && !part.equals("_bucket")) {
        part(base, type, part, line);
        return;
      }
    }
    Type own = types.get(name);
    if (own == Type.SUMMARY) {
      part(name, own, "", line);
    } else if (own == Type.HISTOGRAM) {
      throw new IllegalArgumentException(name + " is a histogram, and has no sample of this name");
    } else if (!name.endsWith(CREATED) || !types.containsKey(cut(name, CREATED))) {
      add(new Pushed(name, numberType(name, own), help(name), line.labels(), line.point(), false));
    }
  }

  /** A counter without its ending keeps its name, and is a number of which nothing is known. */
  private Type numberType(String name, @Nullable Type own) {
    boolean total = name.endsWith(TOTAL);
    boolean counts =
        own == Type.COUNTER || own == null && total && types.get(cut(name, TOTAL)) == Type.COUNTER;
    if (counts && !total) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "ingest.counter-name",
          "the counter " + name + " was pushed: names of counters end in _total");
      return Type.UNKNOWN;
    }
    return counts ? Type.COUNTER : own == null ? Type.UNKNOWN : own;
  }

  private String help(String name) {
    String own = helps.get(name);
    return own != null || !name.endsWith(TOTAL)
        ? own == null ? "" : own
        : helps.getOrDefault(cut(name, TOTAL), "");
  }

  private static String cut(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  private void add(Pushed one) {
    if (!seen.add(one.key())) {
      throw new IllegalArgumentException(one.name() + " stands twice with the same labels");
    }
    series.add(one);
  }

  private void part(String base, Type type, String part, SampleLine line) {
    Map<String, String> labels = new TreeMap<>(line.labels());
    String key = part.equals("_bucket") ? "le" : "quantile";
    boolean inner = part.isEmpty() || part.equals("_bucket");
    String at = inner ? labels.remove(key) : null;
    if (inner && at == null) {
      throw new IllegalArgumentException("the label '" + key + "' is missing");
    }
    Parts parts = composed.computeIfAbsent(new Pushed.Key(base, labels), first -> new Parts());
    boolean again;
    if (at != null) {
      again = parts.values.put(SampleLine.number(at), line.value()) != null;
    } else if (part.equals("_sum")) {
      again = !Double.isNaN(parts.sum);
      parts.sum = line.value();
    } else {
      again = !Double.isNaN(parts.count);
      parts.count = line.value();
    }
    if (again) {
      throw new IllegalArgumentException(line.name() + " stands twice with the same labels");
    }
  }

  private void compose() {
    composed.forEach(
        (key, parts) -> {
          Type type = types.get(key.name());
          Point point = type == Type.HISTOGRAM ? histogram(key, parts) : summary(parts);
          series.add(new Pushed(key.name(), type, help(key.name()), key.labels(), point, false));
        });
  }

  private static Point histogram(Pushed.Key key, Parts parts) {
    Double all = parts.values.remove(Double.POSITIVE_INFINITY);
    double total = all != null ? all : parts.count;
    if (Double.isNaN(total)) {
      throw new IllegalArgumentException(key.name() + ": neither a bucket +Inf nor a count");
    }
    double[] bounds = new double[parts.values.size()];
    long[] counts = new long[bounds.length + 1];
    int i = 0;
    for (Map.Entry<Double, Double> bucket : parts.values.entrySet()) {
      bounds[i] = bucket.getKey();
      counts[i++] = bucket.getValue().longValue();
    }
    counts[i] = (long) total;
    for (int at = 1; at < counts.length; at++) {
      if (counts[at] < counts[at - 1]) {
        throw new IllegalArgumentException(key.name() + ": counts of buckets must not fall");
      }
    }
    return new HistogramPoint(List.of(), bounds, counts, parts.sum);
  }

  private static Point summary(Parts parts) {
    double[] quantiles = new double[parts.values.size()];
    double[] values = new double[quantiles.length];
    int i = 0;
    for (Map.Entry<Double, Double> one : parts.values.entrySet()) {
      quantiles[i] = one.getKey();
      values[i++] = one.getValue();
    }
    long count = Double.isNaN(parts.count) ? 0 : (long) parts.count;
    return new SummaryPoint(List.of(), quantiles, values, count, parts.sum);
  }
}
