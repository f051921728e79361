// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.slo.CountRing.Sum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted equals what has happened, over any window and over restarts. */
class CountingTest {
  private static final String AVAILABILITY = "{name: shop, target: 99.9}";

  @TempDir private Path directory;

  /** A request, kept to be counted again by brute force. */
  private record Served(Instant read, long count, boolean bad) {}

  private static Sum recount(List<Served> all, Instant from, Instant to) {
    long total = 0;
    long bad = 0;
    for (Served served : all) {
      if (served.read().isAfter(from) && !served.read().isAfter(to)) {
        total += served.count();
        bad += served.bad() ? served.count() : 0;
      }
    }
    return new Sum(total, bad, 0);
  }

  private static Sum counted(Sum sum) {
    return new Sum(sum.total(), sum.bad(), 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void attainmentOverAnyWindowIsThatOfABruteForceRecount(long seed) {
    Random random = new Random(seed);
    List<Served> all = new ArrayList<>();
    Instant start = Shop.START;
    for (int process = 0; process < 3; process++) {
      try (Shop shop = new Shop(directory, start, Shop.objective(AVAILABILITY))) {
        int cycles = 200 + random.nextInt(200);
        double failing = random.nextDouble() * random.nextDouble();
        for (int i = 0; i < cycles; i++) {
          Instant read = shop.now.plus(Shop.INTERVAL);
          for (String route : List.of("/a", "/b", "/c" + random.nextInt(20))) {
            long count = random.nextInt(5) == 0 ? 0 : random.nextInt(1000);
            boolean bad = random.nextDouble() < failing;
            if (count > 0) {
              shop.serve(route, bad ? 503 : 200, count);
              all.add(new Served(read, count, bad));
            }
          }
          shop.cycle();
        }
        assertRecounted(shop, all, start, random);
        start = shop.now.plus(Duration.ofSeconds(15L * random.nextInt(200)));
      }
    }
  }

  private static void assertRecounted(Shop shop, List<Served> all, Instant began, Random random) {
    Tally tally = shop.tally();
    long first = Shop.START.toEpochMilli() / Tally.SLOT_MILLIS;
    long last = shop.now.toEpochMilli() / Tally.SLOT_MILLIS;
    for (int i = 0; i < 100; i++) {
      long from = first + random.nextInt((int) (last - first));
      long to = from + 1 + random.nextInt((int) (last - from));
      Instant begin = Instant.ofEpochMilli(from * Tally.SLOT_MILLIS);
      Instant end = Instant.ofEpochMilli(to * Tally.SLOT_MILLIS);
      assertThat(counted(tally.between(begin, end))).isEqualTo(recount(all, begin, end));
    }
    // Of this process, to the interval for what is not longer than an hour.
    long lived = Math.min(3600, Duration.between(began, shop.now).toSeconds() - 15);
    for (long seconds = 15; seconds <= lived; seconds += 45) {
      Duration window = Duration.ofSeconds(seconds);
      assertThat(counted(tally.window(shop.now.toEpochMilli(), window)))
          .isEqualTo(recount(all, shop.now.minus(window), shop.now));
    }
    assertThat(counted(shop.attainment().sum())).isEqualTo(recount(all, Instant.EPOCH, shop.now));
  }

  @Test
  void aProcessThatIsKilledLosesTheLastSlotAtMost(@TempDir Path left) throws IOException {
    try (Shop shop = new Shop(directory, Shop.START, Shop.objective(AVAILABILITY))) {
      shop.run(Duration.ofMinutes(32), 10, 1);
      // Just what a process that is killed now would leave.
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
    }
    Path log = left.resolve("slo.log");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length + 5));
    try (Shop next =
        new Shop(left, Shop.START.plus(Duration.ofMinutes(40)), Shop.objective(AVAILABILITY))) {
      assertThat(next.tally().between(Instant.EPOCH, next.now).total()).isEqualTo(30 * 4 * 11);
      next.run(Duration.ofMinutes(1), 10, 1);
      assertThat(next.tally().between(Instant.EPOCH, next.now).total()).isEqualTo(31 * 4 * 11);
    }
  }

  @Test
  void anotherIndicatorUnderTheSameNameStartsAnew() {
    try (Shop shop = new Shop(directory, Shop.START, Shop.objective(AVAILABILITY))) {
      shop.run(Duration.ofMinutes(10), 10, 1);
    }
    Objective other = Shop.objective("{name: shop, target: 99.9, errors: '4..'}");
    try (Shop shop = new Shop(directory, Shop.START.plusSeconds(900), other)) {
      assertThat(shop.tally().between(Instant.EPOCH, shop.now).total()).isZero();
    }
  }

  @Test
  void anotherTargetKeepsWhatWasCounted() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective(AVAILABILITY))) {
      shop.run(Duration.ofMinutes(10), 99, 1);
      shop.objectives.use(List.of(Shop.objective("{name: shop, target: 90}")));
      shop.run(Duration.ofMinutes(10), 99, 1);
      assertThat(shop.attainment().sum().total()).isEqualTo(20 * 4 * 100);
      assertThat(shop.attainment().remaining()).isBetween(0.8999, 0.9001);
    }
  }

  @Test
  void anObjectiveThatComesLaterDoesNotCountWhatWasBefore() {
    try (Shop shop = new Shop(null, Shop.START)) {
      shop.run(Duration.ofMinutes(10), 10, 10);
      shop.objectives.use(List.of(Shop.objective(AVAILABILITY)));
      shop.run(Duration.ofMinutes(10), 10, 0);
      assertThat(shop.attainment().sum().bad()).isZero();
      assertThat(shop.attainment().sum().total()).isBetween(38 * 10L, 40 * 10L);
    }
  }

  @Test
  void eachRouteHasABudgetOfItsOwnAndThereIsAnEndOfThem() {
    Objective byRoute = Shop.objective("{name: shop, target: 99, group_by: [route]}");
    try (Shop shop = new Shop(null, Shop.START, byRoute)) {
      for (int i = 0; i < 60; i++) {
        shop.serve("/r" + i, 200, 9);
        shop.serve("/r" + i, 500, 1);
      }
      shop.cycle();
      List<Tally> tallies = shop.measured().tallies();
      assertThat(tallies).hasSize(Measured.MAX_GROUPS + 1);
      assertThat(tallies)
          .filteredOn(tally -> tally.group().equals(Labels.of("route", "other")))
          .singleElement()
          .satisfies(tally -> assertThat(tally.counted()).isEqualTo(new Sum(100, 10, 0)));
      long all = tallies.stream().mapToLong(tally -> tally.counted().total()).sum();
      assertThat(all).isEqualTo(600);
    }
  }

  @Test
  void nothingCountsDuringMaintenance() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective(AVAILABILITY))) {
      shop.run(Duration.ofMinutes(10), 10, 0);
      shop.maintenance = true;
      shop.run(Duration.ofMinutes(10), 0, 10);
      shop.maintenance = false;
      shop.run(Duration.ofMinutes(10), 10, 0);
      assertThat(counted(shop.attainment().sum())).isEqualTo(new Sum(800, 0, 0));
    }
  }

  @Test
  void whatIsNoSumOfCountersIsEstimatedByWindowsThatFollowEachOther() {
    Objective estimated =
        Shop.objective(
            """
            name: shop
            target: 99
            bad: 2 * sum(rate(http_requests_total{status_code="500"}[{{.window}}]))
            total: 2 * sum(rate(http_requests_total[{{.window}}]))
            """);
    Objective ratio =
        Shop.objective(
            """
            name: ratio
            target: 99
            error_ratio: |
              sum(rate(http_requests_total{status_code="500"}[{{.window}}]))
              / sum(rate(http_requests_total[{{.window}}]))
            """);
    Objective condition = Shop.objective("{name: up, target: 99, condition: vector(1) > 0}");
    try (Shop shop = new Shop(null, Shop.START, estimated, ratio, condition)) {
      shop.run(Duration.ofHours(2), 90, 10);
      List<Measured> all = shop.objectives.all();
      assertThat(all).extracting(Measured::isExact).containsExactly(false, false, true);
      assertThat(all.get(0).tallies().get(0).counted().errorRatio()).isBetween(0.099, 0.101);
      assertThat(all.get(0).tallies().get(0).counted().total()).isBetween(94_000L, 97_000L);
      assertThat(all.get(1).tallies().get(0).counted().errorRatio()).isBetween(0.099, 0.101);
      assertThat(all.get(2).tallies().get(0).counted()).isEqualTo(new Sum(480, 0, 0));
    }
  }

  @Test
  void aShortPeriodHasShorterSlotsAndALookInEach(@TempDir Path data) {
    Objective hour = Shop.objective(AVAILABILITY.replace("name:", "period: 1h, name:"));
    try (Shop shop = new Shop(data, Shop.START, hour)) {
      assertThat(shop.tally().slotMillis()).isEqualTo(15_000);
      shop.run(Duration.ofMinutes(59), 10, 1);
      assertThat(shop.attainment().isSufficient()).isTrue();
      assertThat(shop.attainment().coverage()).isBetween(0.97, 1.0);
    }
    Period period = Period.parse("1h", java.time.ZoneId.of("UTC"));
    assertThat(new Tally(Labels.EMPTY, period, Duration.ofMinutes(1)).slotMillis())
        .isEqualTo(60_000);
    assertThat(new Tally(Labels.EMPTY, period, Duration.ofMinutes(20)).slotMillis())
        .isEqualTo(300_000);
    assertThat(new Tally(Labels.EMPTY, Period.DEFAULT, Duration.ofSeconds(1)).slotMillis())
        .isEqualTo(300_000);
    // What was counted in slots of another length is still known.
    Instant later = Shop.START.plus(Duration.ofMinutes(59));
    try (Shop next = new Shop(data, later, Duration.ofMinutes(1), hour)) {
      assertThat(next.tally().slotMillis()).isEqualTo(60_000);
      assertThat(next.attainment().sum().total()).isEqualTo(59 * 4 * 11);
    }
  }

  @Test
  void anObjectiveTakesSixtyFourKibibytesAtMost() {
    for (String period : List.of("1h", "30d", "month", "quarter", "366d", "year", "28d")) {
      Period parsed = Period.parse(period, java.time.ZoneId.of("UTC"));
      for (int seconds : new int[] {1, 15, 300}) {
        assertThat(new Tally(Labels.EMPTY, parsed, Duration.ofSeconds(seconds)).bytes())
            .as(period)
            .isLessThanOrEqualTo(64 << 10);
      }
    }
  }

  @Test
  void aSlotWithMoreEventsThanItHoldsKeepsTheirRatio() {
    CountRing ring = new CountRing(1000, 10);
    ring.add(5, 1L << 29, 1L << 27);
    ring.add(5, 0, 0);
    assertThat(ring.at(5).errorRatio()).isBetween(0.2499999, 0.2500001);
    ring.add(100, 7, 3);
    assertThat(ring.sum(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(new Sum(7, 3, 1));
    ring.add(80, 7, 3);
    assertThat(ring.sum(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(new Sum(7, 3, 1));
  }
}
