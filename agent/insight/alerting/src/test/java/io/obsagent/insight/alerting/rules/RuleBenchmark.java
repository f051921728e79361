// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import java.util.Locale;

/** How long one evaluation of a thousand rules takes; run by hand. */
final class RuleBenchmark {
  private static final int RULES = 1_000;
  private static final int ROUNDS = 20;

  private RuleBenchmark() {}

  public static void main(String[] args) {
    StringBuilder yaml = new StringBuilder("groups:\n  - name: g\n    rules:\n");
    for (int i = 0; i < RULES; i++) {
      yaml.append("      - alert: A").append(i).append("\n        for: 5m\n        expr: ");
      yaml.append("sum by (job) (rate(hits_total{route=\"/r").append(i % 100);
      yaml.append("\"}[5m])) > ").append(i).append('\n');
    }
    try (RuleTimeline line = new RuleTimeline(yaml.toString())) {
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        for (int series = 0; series < 2_000; series++) {
          line.store.append(
              Labels.of(
                  "__name__",
                  "hits_total",
                  "job",
                  "j" + series % 7,
                  "route",
                  "/r" + series % 100,
                  "status_code",
                  "" + series),
              line.now,
              round * series);
        }
        long begin = System.nanoTime();
        line.rules.evaluate(line.now);
        best = Math.min(best, (System.nanoTime() - begin) / 1e6);
        line.now += 15_000;
      }
      System.out.printf(Locale.ROOT, "%d rules over 2,000 series: %.1f ms%n", RULES, best);
    }
  }
}
