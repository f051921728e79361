// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a script has loaded so far. Where a script loads something that the float engine knows
 * nothing of, its place is remembered, so that a query that would have read it can be told.
 */
final class ScriptStorage implements SeriesReader {
  private final Map<Labels, TreeMap<Long, Double>> floats = new LinkedHashMap<>();
  private final Map<Labels, TreeSet<Long>> histograms = new LinkedHashMap<>();
  private final Set<Labels> startTimestamps = new HashSet<>();
  private boolean histogramsRead;
  private boolean startTimestampsRead;

  ScriptStorage copy() {
    ScriptStorage copy = new ScriptStorage();
    floats.forEach((labels, samples) -> copy.floats.put(labels, new TreeMap<>(samples)));
    histograms.forEach((labels, times) -> copy.histograms.put(labels, new TreeSet<>(times)));
    copy.startTimestamps.addAll(startTimestamps);
    return copy;
  }

  void add(SeriesNotation series, long stepMillis, boolean customBuckets) {
    long time = 0;
    for (SeriesNotation.Point point : series.points()) {
      if (point instanceof SeriesNotation.Point.Value value) {
        floats.computeIfAbsent(series.labels(), k -> new TreeMap<>()).put(time, value.value());
        if (customBuckets && !series.labels().get("le").isEmpty()) {
          addHistogram(histogramOf(series.labels()), time);
        }
      } else if (point instanceof SeriesNotation.Point.Histogram) {
        addHistogram(series.labels(), time);
      }
      time += stepMillis;
    }
  }

  private void addHistogram(Labels labels, long time) {
    histograms.computeIfAbsent(labels, k -> new TreeSet<>()).add(time);
  }

  private static Labels histogramOf(Labels bucket) {
    String name = bucket.metricName().replaceFirst("_bucket$", "");
    return bucket.without("le").with(Labels.METRIC_NAME, name);
  }

  void addStartTimestamps(Labels labels) {
    startTimestamps.add(labels);
  }

  boolean histogramsRead() {
    return histogramsRead;
  }

  boolean startTimestampsRead() {
    return startTimestampsRead;
  }

  void forgetReads() {
    histogramsRead = false;
    startTimestampsRead = false;
  }

  @Override
  public List<Samples> select(
      Collection<LabelMatcher> matchers, long fromMillis, long toMillis, int maxSamples) {
    long left = maxSamples;
    List<Samples> result = new ArrayList<>();
    histograms.forEach(
        (labels, times) -> {
          Long first = times.ceiling(fromMillis);
          histogramsRead |= first != null && first <= toMillis && matches(matchers, labels);
        });
    for (Map.Entry<Labels, TreeMap<Long, Double>> entry : floats.entrySet()) {
      if (fromMillis > toMillis || !matches(matchers, entry.getKey())) {
        continue;
      }
      var range = entry.getValue().subMap(fromMillis, true, toMillis, true);
      startTimestampsRead |= startTimestamps.contains(entry.getKey());
      left -= range.size();
      if (left < 0) {
        throw new SampleLimitException(maxSamples);
      }
      if (!range.isEmpty()) {
        long[] timestamps = range.keySet().stream().mapToLong(Long::longValue).toArray();
        double[] values = range.values().stream().mapToDouble(Double::doubleValue).toArray();
        result.add(new Samples(entry.getKey(), timestamps, values, values.length));
      }
    }
    return result;
  }

  private static boolean matches(Collection<LabelMatcher> matchers, Labels labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
