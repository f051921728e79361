// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.util.Arrays;

/**
 * What the API's calls add to a loop where there is no agent, as a plain main. With {@code
 * -XX:+UnlockDiagnosticVMOptions -XX:+PrintInlining} the JIT tells what it inlines.
 */
final class ObsBenchmark {
  private static final Counter COUNTER = Obs.counter("orders_total", "kind");
  private static final Gauge GAUGE = Obs.gauge("carts_open");
  private static final Histogram HISTOGRAM = Obs.histogram("import_seconds");
  private static final int ROUNDS = 10_000_000;
  private static final int WINDOWS = 15;

  private ObsBenchmark() {}

  /** The application's own work. */
  private static long work(long seed) {
    long next = seed ^ seed << 13;
    next ^= next >>> 7;
    return next ^ next << 17;
  }

  static long plain(int rounds, long seed) {
    long sum = seed;
    for (int i = 0; i < rounds; i++) {
      sum = work(sum);
    }
    return sum;
  }

  static long told(int rounds, long seed) {
    long sum = seed;
    for (int i = 0; i < rounds; i++) {
      try (Tracked tracked = Obs.track("work")) {
        sum = work(sum);
        COUNTER.add(1, "web");
        GAUGE.set(sum);
        HISTOGRAM.record(0.5);
        tracked.attribute("seed", sum);
        tracked.success();
      }
    }
    return sum;
  }

  public static void main(String[] arguments) {
    double[] plain = new double[WINDOWS];
    double[] told = new double[WINDOWS];
    long sum = 88_172_645_463_325_252L;
    for (int window = 0; window < WINDOWS; window++) {
      long start = System.nanoTime();
      sum = plain(ROUNDS, sum);
      long middle = System.nanoTime();
      sum = told(ROUNDS, sum);
      plain[window] = (middle - start) / (double) ROUNDS;
      told[window] = (System.nanoTime() - middle) / (double) ROUNDS;
    }
    Arrays.sort(plain);
    Arrays.sort(told);
    System.out.printf(
        "%.2f ns a round, %.2f ns with six calls of the API (%d)%n", plain[0], told[0], sum);
  }
}
