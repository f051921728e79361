// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.slo.CountRing.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices of time, as OpenSLO counts them, and the alerts of its policies. */
class SlicesTest {
  private static final String FILE =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: shop}
      spec:
        service: web
        indicator: {metadata: {name: i}, spec: {ratioMetric: {counter: true,
          bad: {metricSource: {type: p, spec: {query: 'http_requests_total{status_code=~"5.."}'}}},
          total: {metricSource: {type: p, spec: {query: http_requests_total}}}}}}
        budgetingMethod: %s
        timeWindow: [{duration: %s, isRolling: true}]
        objectives: [{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: %s}]
        alertPolicies: [%s]
      """;

  private static final String POLICY =
      """
      {metadata: {name: Burns}, spec: {alertWhenNoData: %s, conditions: [
        {metadata: {name: fast}, spec: {severity: page, condition: {kind: burnrate, op: gt,
          threshold: 5, lookbackWindow: 20m, alertAfter: 3m}}}]}}
      """;

  private static Objective objective(String method, String slice) {
    return Shop.objective(FILE.formatted(method, "7d", slice, ""));
  }

  /** What happened in each slice, kept to be counted again by brute force. */
  private static Sum recount(TreeMap<Long, long[]> slices, boolean whole) {
    double total = 0;
    double bad = 0;
    for (long[] slice : slices.values()) {
      if (whole) {
        total++;
        bad += slice[1] * 10 > slice[0] ? 1 : 0;
      } else if (slice[0] > 0) {
        total += Measured.PARTS;
        bad += (double) Measured.PARTS * slice[1] / slice[0];
      }
    }
    return new Sum(Math.round(total), (long) Math.floor(bad + 1e-6), 0);
  }

  @ParameterizedTest
  @CsvSource({"Timeslices, 5", "Timeslices, 7", "RatioTimeslices, 1", "RatioTimeslices, 7"})
  void slicesAreThoseOfABruteForceRecount(String method, int minutes) {
    Random random = new Random(minutes);
    TreeMap<Long, long[]> slices = new TreeMap<>();
    long length = Duration.ofMinutes(minutes).toMillis();
    try (Shop shop = new Shop(null, Shop.START, objective(method, String.valueOf(minutes)))) {
      for (int i = 0; i < 500; i++) {
        boolean quiet = i / 40 % 3 == 0;
        long good = quiet ? 0 : random.nextInt(40);
        long bad = quiet || random.nextInt(3) > 0 ? 0 : random.nextInt(14);
        shop.serve("/", 200, good);
        shop.serve("/", 500, bad);
        shop.cycle();
        long[] slice =
            slices.computeIfAbsent((shop.now.toEpochMilli() - 1) / length, key -> new long[2]);
        slice[0] += good + bad;
        slice[1] += bad;
      }
      if (shop.now.toEpochMilli() % length != 0) {
        slices.remove(slices.lastKey()); // it is not over
      }
      Sum counted = shop.attainment().sum();
      assertThat(new Sum(counted.total(), counted.bad(), 0))
          .isEqualTo(recount(slices, method.equals("Timeslices")));
      assertThat(counted.bad()).isPositive();
    }
  }

  @Test
  void aFloodOfErrorsIsOneSliceHoweverManyTheyAre() {
    try (Shop shop = new Shop(null, Shop.START, objective("Timeslices", "5m"))) {
      shop.run(Duration.ofHours(2), 100, 0);
      shop.run(Duration.ofMinutes(5), 0, 1_000_000);
      shop.run(Duration.ofHours(2), 100, 10); // nine of ten are good: just enough
      Sum sum = shop.attainment().sum();
      assertThat(sum.total()).isEqualTo(49);
      assertThat(sum.bad()).isOne();
      // Everything was looked at, however long a slice is.
      assertThat(shop.attainment().sum().observed()).isEqualTo(49);
    }
  }

  @Test
  void aSliceInWhichNothingCountsIsNone() {
    try (Shop shop = new Shop(null, Shop.START, objective("Timeslices", "5m"))) {
      shop.run(Duration.ofMinutes(10), 100, 0);
      shop.maintenance = true;
      shop.run(Duration.ofMinutes(10), 0, 100);
      shop.maintenance = false;
      shop.run(Duration.ofMinutes(10), 100, 0);
      assertThat(shop.attainment().sum().total()).isEqualTo(4);
      assertThat(shop.attainment().sum().bad()).isZero();
    }
  }

  @Test
  void slicesOutliveTheProcess(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) {
    Objective objective = objective("Timeslices", "5m");
    try (Shop shop = new Shop(directory, Shop.START, objective)) {
      shop.run(Duration.ofMinutes(32), 0, 100);
    }
    try (Shop shop = new Shop(directory, Shop.START.plus(Duration.ofMinutes(33)), objective)) {
      shop.run(Duration.ofMinutes(7), 100, 0);
      // The seventh had 120 bad seconds in one process and 120 good ones in the next, which judges.
      assertThat(shop.attainment().sum().bad()).isEqualTo(6);
      assertThat(shop.attainment().sum().total()).isEqualTo(8);
    }
  }

  @Test
  void noWindowOfTheAlertsIsShorterThanASlice() {
    assertThat(BurnWindow.windows(objective("Timeslices", "1h")))
        .containsExactly(
            Duration.ofHours(1),
            Duration.ofMinutes(84),
            Duration.ofHours(6).minusMinutes(24),
            Duration.ofMinutes(1008));
  }

  @Test
  void bothWaysToCountAlertWhenTheirSlicesAreBad() {
    for (String method : new String[] {"Timeslices", "RatioTimeslices"}) {
      Objective objective = Shop.objective(FILE.formatted(method, "30d", "5m", ""));
      try (Shop shop = new Shop(null, Shop.START, objective)) {
        shop.run(Duration.ofHours(2), 100, 0);
        assertThat(shop.firing()).isEmpty();
        shop.run(Duration.ofMinutes(15), 0, 100);
        assertThat(shop.firing()).contains("ErrorBudgetBurn page");
      }
    }
  }

  @Test
  void theConditionOfAPolicyAlertsAfterItsTime() {
    Objective objective =
        Shop.objective(FILE.formatted("Occurrences", "7d", "1m", POLICY.formatted(false)));
    try (Shop shop = new Shop(null, Shop.START, objective)) {
      shop.run(Duration.ofHours(2), 95, 5);
      // Five times the budget is not more than five times.
      assertThat(shop.firing()).isEmpty();
      Instant begin = shop.now;
      while (shop.firing().isEmpty()) {
        shop.run(Shop.INTERVAL, 94, 6);
        assertThat(shop.now).isBefore(begin.plus(Duration.ofMinutes(10)));
      }
      assertThat(shop.firing()).containsExactly("Burns");
      assertThat(Duration.between(begin, shop.now))
          .isBetween(Duration.ofMinutes(3), Duration.ofSeconds(210));
      shop.run(Duration.ofMinutes(30), 100, 0);
      assertThat(shop.firing()).isEmpty();
    }
  }

  @Test
  void aPolicyTellsOfAbsentDataIfItSaysSo() {
    for (boolean told : new boolean[] {true, false}) {
      Objective objective =
          Shop.objective(FILE.formatted("Occurrences", "7d", "1m", POLICY.formatted(told)));
      try (Shop shop = new Shop(null, Shop.START, objective)) {
        for (int i = 0; i < 300; i++) {
          shop.cycle();
        }
        assertThat(shop.firing().equals(java.util.List.of("Burns"))).isEqualTo(told);
      }
    }
  }
}
