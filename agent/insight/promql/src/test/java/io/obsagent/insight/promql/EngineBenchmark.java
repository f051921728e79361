// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times queries over decoded series; run {@code main}. */
final class EngineBenchmark {
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final EngineOptions OPTIONS = EngineOptions.defaults();

  private EngineBenchmark() {}

  public static void main(String[] arguments) {
    SeriesReader wide = series(10_000, 40);
    instant("instant, 10,000 series", wide, "requests_total");
    instant("instant, sum by over rate, 10,000", wide, "sum by (pod) (rate(requests_total[5m]))");
    instant(
        "instant, ratio by on, 10,000",
        wide,
        "requests_total / on (pod, id) group_left () requests_total");
    SeriesReader day = series(100, (int) (DAY / 15_000));
    range("24 h, 60 s, 100 series", day, "requests_total");
    range("24 h, 60 s, sum by over rate", day, "sum by (pod) (rate(requests_total[5m]))");
    range("24 h, 60 s, ratio", day, "rate(requests_total[5m]) / rate(requests_total[1m])");
    range("24 h, 60 s, quantile_over_time", day, "quantile_over_time(0.9, requests_total[5m])");
  }

  /** Series with a sample each 15 s, the last one at the end of the first day. */
  private static SeriesReader series(int count, int samples) {
    List<Samples> series = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      long[] timestamps = new long[samples];
      double[] values = new double[samples];
      for (int i = 0; i < samples; i++) {
        timestamps[i] = DAY - (samples - 1 - i) * 15_000L;
        values[i] = i * (s + 1);
      }
      Labels labels =
          Labels.of(
              "__name__", "requests_total", "pod", "pod-" + s % 50, "id", "id-" + s, "job", "shop");
      series.add(new Samples(labels, timestamps, values, samples));
    }
    return (matchers, from, to, max) -> {
      List<Samples> result = new ArrayList<>(series.size());
      for (Samples one : series) {
        if (matchers.stream().allMatch(matcher -> matcher.matches(one.labels()))) {
          result.add(cut(one, from, to));
        }
      }
      return result;
    };
  }

  private static Samples cut(Samples samples, long from, long to) {
    int start = 0;
    while (start < samples.size() && samples.timestamps()[start] < from) {
      start++;
    }
    int end = start;
    while (end < samples.size() && samples.timestamps()[end] <= to) {
      end++;
    }
    return new Samples(
        samples.labels(),
        Arrays.copyOfRange(samples.timestamps(), start, end),
        Arrays.copyOfRange(samples.values(), start, end),
        end - start);
  }

  private static void instant(String name, SeriesReader reader, String query) {
    Engine engine = new Engine(OPTIONS);
    Expr expr = PromqlParser.parse(query);
    time(name, () -> engine.instant(reader, expr, DAY));
  }

  private static void range(String name, SeriesReader reader, String query) {
    Engine engine = new Engine(OPTIONS);
    Expr expr = PromqlParser.parse(query);
    time(name, () -> engine.range(reader, expr, MINUTE, DAY, MINUTE));
  }

  private static void time(String name, Runnable query) {
    long[] nanos = new long[30];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      query.run();
      nanos[i] = System.nanoTime() - start;
    }
    double first = nanos[0] / 1e6;
    Arrays.sort(nanos, 10, nanos.length);
    System.out.printf(
        "%-36s first %7.1f ms, median when warm %6.1f ms%n", name, first, nanos[20] / 1e6);
  }
}
