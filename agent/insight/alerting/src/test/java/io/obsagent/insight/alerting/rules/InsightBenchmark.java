// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long queries over a full store and the evaluation of many rules take, beside what they should
 * take; {@code smoke-tests/insight/run}. It fails if a dashboard's heaviest query takes longer than
 * it may when it is asked for the first time; else it reports.
 */
final class InsightBenchmark {
  private static final int STEP = 15_000;
  private static final int DAY = 4 * 60 * 24;
  private static final int HOUR = 4 * 60;
  private static final int TIMES = 30;
  private static final int DASHBOARD_MILLIS = 2_000;
  private static final List<String> DASHBOARD =
      List.of(
          "topk(10, sum by (route) (rate(hits_total{code=~\"20[34]\"}[5m])) / on (route) sum by"
              + " (route) (rate(hits_total[5m])))",
          "max_over_time((sum by (code) (rate(hits_total[5m])))[30m:1m]) > 2 * avg by (code)"
              + " (rate(hits_total[5m]))",
          "histogram_quantile(0.95, sum by (le, route) (label_replace(rate(hits_total[5m]),"
              + " \"le\", \"$1\", \"code\", \"20(.)\")))");

  private final Engine engine = new Engine(EngineOptions.defaults());

  private InsightBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    InsightBenchmark benchmark = new InsightBenchmark();
    System.out.println(
        "| what | goal, ms | first, ms | median of " + TIMES + ", ms | of that CPU, ms |");
    System.out.println("|---|---|---|---|---|");
    benchmark.instants();
    benchmark.ranges();
    benchmark.rules();
    double slowest = benchmark.dashboards();
    if (slowest > DASHBOARD_MILLIS) {
      System.err.printf(Locale.ROOT, "%.0f ms: more than %,d ms%n", slowest, DASHBOARD_MILLIS);
      System.exit(1);
    }
  }

  /** As a dashboard asks at its first: percentiles and shares by route, over a full store. */
  private double dashboards() {
    SeriesStore store = filled(2_000, DAY / 4);
    String over = ", 6 h at 60 s over 2,000 series";
    double slowest = 0;
    for (String query : DASHBOARD) {
      Expr expr = PromqlParser.parse(query);
      long start = RuleTimeline.START;
      long end = start + DAY / 4L * STEP;
      double first =
          time(
              "dashboard: `" + query + "`" + over,
              DASHBOARD_MILLIS,
              () -> engine.range(store, expr, start, end, 60_000));
      slowest = Math.max(slowest, first);
    }
    return slowest;
  }

  private void instants() {
    SeriesStore store = filled(10_000, HOUR);
    String over = " over 10,000 series";
    instant("instant: `hits_total`" + over, store, "hits_total");
    instant("instant: `sum by`" + over, store, "sum by (code) (hits_total)");
    instant("instant: `sum(rate)`" + over, store, "sum(rate(hits_total[5m]))");
    instant(
        "instant: ratio by `on`" + over,
        store,
        "hits_total / on (route, code) group_left () hits_total");
  }

  private void ranges() {
    SeriesStore store = filled(100, DAY);
    String over = ", 24 h at 60 s over 100 series";
    range("range: `hits_total`" + over, store, "hits_total");
    range("range: `sum by` of `rate`" + over, store, "sum by (code) (rate(hits_total[5m]))");
    range("range: ratio of rates" + over, store, "rate(hits_total[5m]) / rate(hits_total[1m])");
    range("range: `quantile_over_time`" + over, store, "quantile_over_time(0.9, hits_total[5m])");
  }

  private void instant(String what, SeriesStore store, String query) {
    Expr expr = PromqlParser.parse(query);
    long last = RuleTimeline.START + (HOUR - 1L) * STEP;
    time(what, 50, () -> engine.instant(store, expr, last));
  }

  private void range(String what, SeriesStore store, String query) {
    Expr expr = PromqlParser.parse(query);
    long start = RuleTimeline.START;
    time(what, 200, () -> engine.range(store, expr, start, start + (long) DAY * STEP, 60_000));
  }

  private void rules() throws IOException {
    evaluate("1,000 alerting rules over 2,000 series, 100 alerts", null);
    Path directory = Files.createTempDirectory("obs-insight");
    evaluate("the same with a data directory", directory);
    for (String name : new String[] {"alerts.log", "alerts.lock", ""}) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  private static void evaluate(String what, Path directory) {
    StringBuilder yaml = new StringBuilder("groups:\n  - name: g\n    rules:\n");
    for (int i = 0; i < 1_000; i++) {
      yaml.append("      - alert: A").append(i).append("\n        for: 5m\n        expr: ");
      yaml.append("sum(rate(hits_total{route=\"/r").append(i % 400).append("\"}[5m])) > ");
      yaml.append(i < 100 ? 0 : 1_000_000).append('\n');
    }
    try (RuleTimeline line =
        new RuleTimeline(
            yaml.toString(),
            StoreOptions.defaults(),
            RuleTimeline.START,
            AlertOptions.defaults(),
            directory)) {
      time(
          what,
          1_000,
          () -> {
            line.rules.evaluate(line.now);
            line.now += STEP;
          },
          () -> fill(line.store, labels(2_000), (int) ((line.now - RuleTimeline.START) / STEP)));
    }
  }

  private static SeriesStore filled(int series, int rounds) {
    SeriesStore store =
        SeriesStore.open(
            StoreOptions.defaults().withMemoryBytes(64 << 20), RuleTimeline.START, line -> {});
    Labels[] labels = labels(series);
    for (int round = 0; round < rounds; round++) {
      fill(store, labels, round);
      store.maintain(RuleTimeline.START + (long) round * STEP);
    }
    return store;
  }

  private static Labels[] labels(int series) {
    Labels[] labels = new Labels[series];
    for (int s = 0; s < series; s++) {
      labels[s] =
          Labels.of("__name__", "hits_total", "route", "/r" + s / 5, "code", "" + (200 + s % 5));
    }
    return labels;
  }

  private static void fill(SeriesStore store, Labels[] labels, int round) {
    for (int s = 0; s < labels.length; s++) {
      store.append(
          labels[s], RuleTimeline.START + (long) round * STEP, round * (s % 50 + round % 3));
    }
  }

  private static double time(String what, int goalMillis, Runnable run) {
    return time(what, goalMillis, run, () -> {});
  }

  /** Prints a row, and answers how many milliseconds the first took. */
  private static double time(String what, int goalMillis, Runnable run, Runnable before) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[TIMES];
    double[] cpu = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      before.run();
      long start = System.nanoTime();
      long cpuStart = threads.getCurrentThreadCpuTime();
      run.run();
      cpu[i] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    Arrays.sort(cpu);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.0f | %.0f | %.0f |%n",
        what,
        goalMillis,
        first,
        millis[TIMES / 2],
        cpu[TIMES / 2]);
    return first;
  }
}
