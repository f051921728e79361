// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
  private static final long START = Duration.ofDays(20_000).toMillis();
  private static final long STEP = 15_000;
  private static final int ALL = Integer.MAX_VALUE;

  private final List<String> warnings = new ArrayList<>();

  @Test
  void findsSeriesByEveryKindOfMatcher() {
    SeriesStore store = open(StoreOptions.defaults());
    for (String route : List.of("/a", "/b", "")) {
      store.append(Labels.of("__name__", "hits", "route", route), START, 1);
    }
    store.append(Labels.of("__name__", "misses", "route", "/a"), START, 1);

    assertThat(names(store, eq("__name__", "hits"))).hasSize(3);
    assertThat(names(store, eq("__name__", "hits"), eq("route", "/a")))
        .containsExactly("hits{route=\"/a\"}");
    assertThat(names(store, eq("__name__", "hits"), eq("route", ""))).containsExactly("hits");
    assertThat(names(store, matcher(LabelMatcher.Op.REGEX, "route", "/.*"))).hasSize(3);
    assertThat(names(store, matcher(LabelMatcher.Op.NOT_REGEX, "route", "/a"))).hasSize(2);
    assertThat(
            names(store, matcher(LabelMatcher.Op.NOT_EQUAL, "route", "/a"), eq("__name__", "hits")))
        .containsExactlyInAnyOrder("hits{route=\"/b\"}", "hits");
    assertThat(names(store, eq("__name__", "nothing"))).isEmpty();
    assertThat(store.labelNames()).containsExactly("__name__", "route");
    assertThat(store.labelValues("route")).containsExactly("/a", "/b");
  }

  @Test
  void bothEndsOfARangeAreIncluded() {
    SeriesStore store = filled(StoreOptions.defaults(), 10, 1);
    Samples samples = store.select(name("c0_total"), START + STEP, START + 3 * STEP, ALL).get(0);
    assertThat(samples.size()).isEqualTo(3);
  }

  @Test
  void refusesLateAndDoubleSamplesAndCountsThem() {
    SeriesStore store = open(StoreOptions.defaults());
    Labels labels = Labels.of("__name__", "x");
    assertThat(store.append(labels, START, 1)).isTrue();
    assertThat(store.append(labels, START, 2)).isFalse();
    assertThat(store.append(labels, START - 1, 2)).isFalse();
    assertThat(store.droppedSamples()).isEqualTo(2);
  }

  @Test
  void aQueryThatReadsTooMuchFails() {
    SeriesStore store = filled(StoreOptions.defaults(), 100, 3);
    assertThatThrownBy(() -> store.select(List.of(), START, START + 100 * STEP, 299))
        .isInstanceOf(SampleLimitException.class);
    assertThat(store.select(List.of(), START, START + 100 * STEP, 300)).hasSize(3);
  }

  @Test
  void olderSamplesComeFromCoarserTiersWithoutASeam() {
    SeriesStore store = filled(StoreOptions.defaults(), 4 * 60 * 24 * 3, 1);
    long end = START + (4L * 60 * 24 * 3 - 1) * STEP;
    Samples samples = store.select(name("c0_total"), START, end, ALL).get(0);

    long widest = 0;
    for (int i = 1; i < samples.size(); i++) {
      assertThat(samples.timestamps()[i]).isGreaterThan(samples.timestamps()[i - 1]);
      widest = Math.max(widest, samples.timestamps()[i] - samples.timestamps()[i - 1]);
      double perSecond =
          (samples.values()[i] - samples.values()[i - 1])
              * 1000
              / (samples.timestamps()[i] - samples.timestamps()[i - 1]);
      assertThat(perSecond).isBetween(0.19, 0.21);
    }
    assertThat(widest).isLessThanOrEqualTo(120_000);
    assertThat(samples.timestamps()[samples.size() - 1]).isEqualTo(end);
    assertThat(samples.size()).isLessThan(720 + 150 + 46 * 60 + 24 * 31 * 2);
  }

  @Test
  void keepsItsBudgetByDroppingTheOldest() {
    long budget = 600_000;
    SeriesStore store = filled(StoreOptions.defaults().withMemoryBytes(budget), 4 * 60 * 30, 100);
    assertThat(store.memoryBytes()).isLessThanOrEqualTo(budget);
    long end = START + 4L * 60 * 30 * STEP;
    assertThat(store.select(name("c7_total"), end - Duration.ofMinutes(30).toMillis(), end, ALL))
        .hasSize(1);
    Samples old = store.select(name("c7_total"), START, START + 60 * 60_000, ALL).get(0);
    assertThat(old.size()).isEqualTo(60);
  }

  @Test
  void takesNoMoreSeriesThanTheBudgetHasRoomForAndSaysSoOnce() {
    SeriesStore store = open(StoreOptions.defaults().withMemoryBytes(100_000));
    for (int i = 0; i < 1000; i++) {
      store.append(Labels.of("__name__", "x", "user", "u" + i), START, i);
    }
    assertThat(store.memoryBytes()).isLessThan(110_000);
    assertThat(warnings).hasSize(1).first().asString().contains("no room for another series");
  }

  @Test
  void forgetsSeriesOfWhichNothingIsLeft() {
    SeriesStore store = open(StoreOptions.defaults().withMemoryBytes(120_000));
    store.append(Labels.of("__name__", "gone"), START, 1);
    for (int i = 1; i < 4 * 60 * 24 * 6; i++) {
      for (int s = 0; s < 20; s++) {
        store.append(Labels.of("__name__", "c" + s), START + i * STEP, Math.sqrt(i + s));
      }
      store.maintain(START + i * STEP);
    }
    assertThat(store.labelValues("__name__")).doesNotContain("gone").hasSize(20);
    assertThat(store.memoryBytes()).isLessThanOrEqualTo(120_000);
  }

  @Test
  void readersAreNotDisturbedByTheWriter() throws InterruptedException {
    SeriesStore store = open(StoreOptions.defaults());
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (!done.get()) {
                  for (Samples samples : store.select(List.of(), START, Long.MAX_VALUE, ALL)) {
                    for (int i = 0; i < samples.size(); i++) {
                      long n = (samples.timestamps()[i] - START) / STEP;
                      assertThat(samples.values()[i]).isEqualTo(mixed(n));
                    }
                  }
                }
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    reader.start();
    for (int i = 0; i < 700; i++) {
      for (int s = 0; s < 20; s++) {
        store.append(Labels.of("__name__", "m" + s), START + i * STEP, mixed(i));
      }
      store.maintain(START + i * STEP);
    }
    done.set(true);
    reader.join(60_000);
    assertThat(failure.get()).isNull();
  }

  /** Whole numbers, thousandths, then anything: a chunk changes its encoding twice. */
  private static double mixed(long n) {
    return n % 120 < 40 ? n : n % 120 < 80 ? n / 8.0 : Math.sqrt(n);
  }

  private SeriesStore open(StoreOptions options) {
    return SeriesStore.open(options, START, warnings::add);
  }

  private SeriesStore filled(StoreOptions options, int rounds, int series) {
    SeriesStore store = open(options);
    fill(store, 0, rounds, series);
    return store;
  }

  private static void fill(SeriesStore store, int from, int rounds, int series) {
    for (int i = from; i < from + rounds; i++) {
      for (int s = 0; s < series; s++) {
        store.append(Labels.of("__name__", "c" + s + "_total"), START + i * STEP, i * 3.0);
      }
      store.maintain(START + i * STEP);
    }
  }

  private static List<String> names(SeriesStore store, LabelMatcher... matchers) {
    return store.select(List.of(matchers), START, START, ALL).stream()
        .map(samples -> samples.labels().toString())
        .toList();
  }

  private static List<LabelMatcher> name(String name) {
    return List.of(eq("__name__", name));
  }

  private static LabelMatcher eq(String name, String value) {
    return LabelMatcher.equal(name, value);
  }

  private static LabelMatcher matcher(LabelMatcher.Op op, String name, String value) {
    return new LabelMatcher(op, name, value);
  }
}
