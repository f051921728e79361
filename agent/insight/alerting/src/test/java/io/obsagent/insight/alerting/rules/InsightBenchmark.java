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
import java.util.Locale;

/**
 * How long queries over a full store and the evaluation of many rules take, beside what they should
 * take; {@code smoke-tests/insight/run}. It reports, and asserts nothing.
 */
final class InsightBenchmark {
  private static final int STEP = 15_000;
  private static final int DAY = 4 * 60 * 24;
  private static final int HOUR = 4 * 60;
  private static final int TIMES = 30;

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

  private static void time(String what, int goalMillis, Runnable run) {
    time(what, goalMillis, run, () -> {});
  }

  private static void time(String what, int goalMillis, Runnable run, Runnable before) {
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
  }
}
