// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import java.util.Locale;

/** How long queries over a full store take; run by hand. */
final class QueryBenchmark {
  private static final int DAY = 4 * 60 * 24;

  private QueryBenchmark() {}

  public static void main(String[] args) {
    Engine engine = new Engine(EngineOptions.defaults());
    SeriesStore wide = filled(10_000, 240);
    measure("instant query over 10,000 series", engine, wide, "sum by (code) (hits_total)", false);
    measure("instant rate over 10,000 series", engine, wide, "sum(rate(hits_total[5m]))", false);
    SeriesStore longer = filled(100, DAY);
    measure("24 h at 60 s over 100 series", engine, longer, "sum(rate(hits_total[5m]))", true);
    measure("24 h at 60 s over 100 series, plain", engine, longer, "hits_total", true);
  }

  private static SeriesStore filled(int series, int rounds) {
    SeriesStore store =
        SeriesStore.open(
            StoreOptions.defaults().withMemoryBytes(64 << 20), RuleTimeline.START, line -> {});
    Labels[] labels = new Labels[series];
    for (int s = 0; s < series; s++) {
      labels[s] =
          Labels.of("__name__", "hits_total", "route", "/r" + s / 5, "code", "" + (200 + s % 5));
    }
    for (int round = 0; round < rounds; round++) {
      long time = RuleTimeline.START + round * 15_000L;
      for (int s = 0; s < series; s++) {
        store.append(labels[s], time, round * (s % 50 + round % 3));
      }
      store.maintain(time);
    }
    return store;
  }

  private static void measure(
      String what, Engine engine, SeriesStore store, String query, boolean day) {
    Expr expr = PromqlParser.parse(query);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 12; i++) {
      long begin = System.nanoTime();
      if (day) {
        long start = RuleTimeline.START;
        engine.range(store, expr, start, start + DAY * 15_000L, 60_000);
      } else {
        engine.instant(store, expr, RuleTimeline.START + 239 * 15_000L);
      }
      best = Math.min(best, (System.nanoTime() - begin) / 1e6);
    }
    System.out.printf(Locale.ROOT, "%s: %.1f ms%n", what, best);
  }
}
