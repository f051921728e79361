// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.ApiException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Metrics in JSON:
 *
 * <pre>
 * {"job": "nightly", "metrics": [
 *   {"name": "rows_total", "labels": {"table": "a"}, "add": 5},
 *   {"name": "backlog", "value": 17},
 *   {"name": "import_seconds", "observe": [0.4, 2], "buckets": [1, 10]}]}
 * </pre>
 *
 * Immutable.
 *
 * @param group {@code job} and what else the body names of the group
 * @param ttl empty if the body says nothing
 */
record PushJson(Map<String, String> group, String ttl, List<Pushed> metrics) {
  private static final List<String> VALUES = List.of("value", "add", "observe");
  private static final double[] TIMES = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800
  };
  private static final int MAX_BUCKETS = 100;

  /**
   * @throws ApiException with line and reason, if anything is wrong
   */
  static PushJson parse(String text) {
    try {
      ConfigNode root = YamlReader.read("body", text).root();
      List<String> warnings = new ArrayList<>();
      if (root instanceof ConfigNode.Sequence) {
        return new PushJson(Map.of(), "", metrics(YamlMap.maps("the body", root, warnings)));
      }
      if (!(root instanceof ConfigNode.Mapping mapping)) {
        throw ApiException.badData("the body is neither an object nor a list");
      }
      YamlMap map = YamlMap.of(mapping, warnings);
      Map<String, String> group = new java.util.TreeMap<>();
      for (String key : List.of("job", "instance")) {
        if (map.has(key)) {
          group.put(key, map.text(key));
        }
      }
      String ttl = map.text("ttl");
      List<Pushed> metrics =
          map.has("metrics") ? metrics(map.maps("metrics")) : List.of(metric(map));
      map.close();
      return new PushJson(group, ttl, metrics);
    } catch (YamlException e) {
      throw ApiException.badData(String.valueOf(e.getMessage()));
    }
  }

  private static List<Pushed> metrics(List<YamlMap> maps) throws YamlException {
    List<Pushed> metrics = new ArrayList<>();
    for (YamlMap map : maps) {
      metrics.add(metric(map));
      map.close();
    }
    return metrics;
  }

  private static Pushed metric(YamlMap map) throws YamlException {
    String name = map.required("name");
    List<String> given = VALUES.stream().filter(map::has).toList();
    if (given.size() != 1) {
      throw new YamlException(map.place() + ": a metric has exactly one of value, add, observe");
    }
    boolean observed = given.get(0).equals("observe");
    try {
      Type type = type(name, observed, map.text("type"));
      Point point =
          observed ? histogram(map) : Pushed.number(SampleLine.number(map.text(given.get(0))));
      return new Pushed(
          Pushed.checkedName(name),
          type,
          map.text("help"),
          Pushed.checkedLabels(map.textMap("labels")),
          point,
          !given.get(0).equals("value"));
    } catch (IllegalArgumentException e) {
      throw map.error("name", name + ": " + e.getMessage());
    }
  }

  private static Type type(String name, boolean observed, String word) {
    boolean total = name.endsWith("_total");
    String usual = observed ? "histogram" : total ? "counter" : "gauge";
    String given = word.isEmpty() ? usual : word;
    if (observed != given.equals("histogram")
        || !List.of("counter", "gauge", "histogram").contains(given)) {
      throw new IllegalArgumentException(
          "'type' is counter or gauge, and histogram of what is observed");
    }
    if (given.equals("counter") && !total) {
      throw new IllegalArgumentException("the name of a counter ends in _total");
    }
    return Type.valueOf(given.toUpperCase(java.util.Locale.ROOT));
  }

  private static Point histogram(YamlMap map) throws YamlException {
    double[] bounds = TIMES;
    List<String> given = map.texts("buckets");
    if (given.size() > MAX_BUCKETS) {
      throw new IllegalArgumentException("at most " + MAX_BUCKETS + " buckets");
    }
    if (!given.isEmpty()) {
      bounds = given.stream().mapToDouble(SampleLine::number).toArray();
    }
    for (int i = 1; i < bounds.length; i++) {
      if (!(bounds[i] > bounds[i - 1])) {
        throw new IllegalArgumentException("buckets must ascend");
      }
    }
    long[] counts = new long[bounds.length + 1];
    double sum = 0;
    for (String text : map.texts("observe")) {
      double value = SampleLine.number(text);
      for (int i = 0; i < counts.length; i++) {
        counts[i] += i == bounds.length || value <= bounds[i] ? 1 : 0;
      }
      sum += value;
    }
    return new HistogramPoint(List.of(), bounds, counts, sum);
  }
}
