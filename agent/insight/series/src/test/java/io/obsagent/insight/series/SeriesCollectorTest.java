// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesCollectorTest {
  private static final long START = 1_728_000_000_000L;
  private static final Labels TARGET = Labels.of("job", "shop", "instance", "shop:9464");

  private final List<MetricFamily> families = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final SeriesStore store = SeriesStore.open(StoreOptions.defaults(), START, warnings::add);
  private final SeriesCollector collector =
      new SeriesCollector(store, List.of(() -> families), TARGET, List::of, warnings::add);

  @Test
  void aHistogramBecomesBucketsSumAndCount() {
    families.add(
        new MetricFamily(
            "latency_seconds",
            "Latency.",
            "s",
            Type.HISTOGRAM,
            List.of("route"),
            List.of(
                new HistogramPoint(
                    List.of("/a"),
                    new double[] {0.5, 10},
                    new long[] {2, 3, 4},
                    21.5,
                    noExemplars()))));
    collector.collect(START);
    assertThat(all(START))
        .containsExactlyInAnyOrder(
            "latency_seconds_bucket{instance=\"shop:9464\", job=\"shop\", le=\"0.5\", route=\"/a\"} 2.0",
            "latency_seconds_bucket{instance=\"shop:9464\", job=\"shop\", le=\"10.0\", route=\"/a\"} 3.0",
            "latency_seconds_bucket{instance=\"shop:9464\", job=\"shop\", le=\"+Inf\", route=\"/a\"} 4.0",
            "latency_seconds_sum{instance=\"shop:9464\", job=\"shop\", route=\"/a\"} 21.5",
            "latency_seconds_count{instance=\"shop:9464\", job=\"shop\", route=\"/a\"} 4.0",
            "up{instance=\"shop:9464\", job=\"shop\"} 1.0");
  }

  @Test
  void aSummaryBecomesQuantilesSumAndCountAndLabelsTellFamiliesApart() {
    families.add(
        new MetricFamily(
            "work_seconds",
            "Work.",
            "s",
            Type.SUMMARY,
            List.of("kind"),
            List.of(
                new SummaryPoint(List.of("a"), new double[] {0.5}, new double[] {0.25}, 3, 7))));
    for (String label : List.of("from", "to")) {
      families.add(
          new MetricFamily(
              "sent_total",
              "Sent.",
              "",
              Type.COUNTER,
              List.of(label),
              List.of(new NumberPoint(List.of("a"), 2, null))));
    }
    collector.collect(START);
    assertThat(all(START))
        .containsExactlyInAnyOrder(
            "work_seconds{instance=\"shop:9464\", job=\"shop\", kind=\"a\", quantile=\"0.5\"} 0.25",
            "work_seconds_sum{instance=\"shop:9464\", job=\"shop\", kind=\"a\"} 7.0",
            "work_seconds_count{instance=\"shop:9464\", job=\"shop\", kind=\"a\"} 3.0",
            "sent_total{from=\"a\", instance=\"shop:9464\", job=\"shop\"} 2.0",
            "sent_total{instance=\"shop:9464\", job=\"shop\", to=\"a\"} 2.0",
            "up{instance=\"shop:9464\", job=\"shop\"} 1.0");
  }

  @Test
  void exemplarsAreKeptOnceWithTheirBucketAndWithinBounds() {
    List<List<LabelMatcher>> buckets =
        List.of(List.of(LabelMatcher.equal("__name__", "latency_seconds_bucket")));
    for (int i = 0; i < Exemplars.MAX + 10; i++) {
      families.clear();
      families.add(withExemplar(i));
      collector.collect(START + 2 * i);
      collector.collect(START + 2 * i + 1);
    }
    var found = store.exemplars().select(buckets, Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(found.keySet())
        .extracting(Labels::toString)
        .containsExactly(
            "latency_seconds_bucket{instance=\"shop:9464\", job=\"shop\", le=\"10.0\"}");
    assertThat(found.values().iterator().next())
        .hasSize(Exemplars.MAX)
        .first()
        .isEqualTo(new MetricFamily.Exemplar("trace", "span", 10, START + 10));
    assertThat(store.exemplars().select(buckets, START + 12, START + 13).values())
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(2);
    assertThat(
            store.exemplars().select(List.of(List.of(LabelMatcher.equal("le", "0.5"))), 0, START))
        .isEmpty();
  }

  private static MetricFamily withExemplar(int number) {
    MetricFamily.Exemplar[] exemplars = {
      null, new MetricFamily.Exemplar("trace", "span", number, START + number), null
    };
    return new MetricFamily(
        "latency_seconds",
        "Latency.",
        "s",
        Type.HISTOGRAM,
        List.of(),
        List.of(
            new HistogramPoint(
                List.of(), new double[] {0.5, 10}, new long[] {0, 1, 1}, 1, exemplars)));
  }

  @Test
  void aSeriesThatVanishesEndsAtOnceAndMayComeBack() {
    families.add(gauge("depth", 1));
    collector.collect(START);
    families.clear();
    collector.collect(START + 15_000);
    families.add(gauge("depth", 2));
    collector.collect(START + 30_000);

    Samples depth =
        store
            .select(List.of(LabelMatcher.equal("__name__", "depth")), START, START + 60_000, 100)
            .get(0);
    assertThat(depth.size()).isEqualTo(3);
    assertThat(Samples.isStale(depth.values()[1])).isTrue();
    assertThat(depth.values()[2]).isEqualTo(2);
  }

  @Test
  void aSourceThatFailsIsToldOnceAndTheOthersGoOn() {
    SeriesCollector broken =
        new SeriesCollector(
            store,
            List.of(
                () -> {
                  throw new IllegalStateException("pool closed");
                },
                () -> List.of(gauge("depth", 1))),
            TARGET,
            () -> List.of(new Target("db", "db:5432", false)),
            warnings::add);
    broken.collect(START);
    broken.collect(START + 15_000);
    assertThat(warnings).hasSize(1).first().asString().contains("pool closed");
    assertThat(all(START + 15_000))
        .contains(
            "depth{instance=\"shop:9464\", job=\"shop\"} 1.0",
            "up{instance=\"db:5432\", job=\"db\"} 0.0");
  }

  @Test
  void theAgentsOwnSeriesTakeAtMostTwoBytesASample() {
    Random random = new Random(3);
    Workload shop = new Workload(random);
    for (int round = 0; round < 720; round++) {
      families.clear();
      families.addAll(shop.next());
      collector.collect(START + round * 15_000L);
      store.maintain(START + round * 15_000L);
    }
    StoreStats stats = store.stats();
    double bytes = bytesOfChunks() / (double) stats.samples();
    System.out.printf(
        "series store: %d series, %d samples, %.2f bytes a sample in chunks, %.2f in all%n",
        stats.series(), stats.samples(), bytes, stats.memoryBytes() / (double) stats.samples());
    assertThat(bytes).isLessThanOrEqualTo(2.0);
  }

  /** Forty routes of which a few are busy, a pool, queues, heap, CPU and a business gauge. */
  private static final class Workload {
    private static final double[] BOUNDS = {0.1, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10};
    private final Random random;
    private final long[][] buckets = new long[40][BOUNDS.length + 1];
    private final double[] sums = new double[40];
    private double cpu = 30;

    Workload(Random random) {
      this.random = random;
    }

    List<MetricFamily> next() {
      List<Point> histograms = new ArrayList<>();
      List<Point> counters = new ArrayList<>();
      for (int route = 0; route < buckets.length; route++) {
        int requests = route < 5 ? 150 + random.nextInt(60) : route < 15 ? random.nextInt(4) : 0;
        for (int i = 0; i < requests; i++) {
          long nanos = (long) (Math.exp(random.nextGaussian() - 3) * 1e9);
          sums[route] += nanos / 1e9;
          for (int b = 0; b < buckets[route].length; b++) {
            if (b == BOUNDS.length || nanos / 1e9 <= BOUNDS[b]) {
              buckets[route][b]++;
            }
          }
        }
        List<String> labels = List.of("GET", "/r" + route, "200");
        histograms.add(
            new HistogramPoint(labels, BOUNDS, buckets[route].clone(), sums[route], noExemplars()));
        counters.add(new NumberPoint(labels, buckets[route][BOUNDS.length], null));
      }
      cpu = Math.max(1, Math.min(100, cpu + random.nextGaussian()));
      List<String> names = List.of("method", "route", "status_code");
      return List.of(
          new MetricFamily(
              "http_request_duration_seconds", "h", "s", Type.HISTOGRAM, names, histograms),
          new MetricFamily("http_requests_total", "c", "", Type.COUNTER, names, counters),
          gauge("cpu_usage_percent", cpu),
          gauge("memory_usage_bytes", 200e6 + random.nextInt(100_000_000)),
          gauge("database_connections_active", random.nextInt(20)),
          gauge("queue_depth", random.nextInt(3)),
          gauge("jvm_threads", 40 + random.nextInt(2)));
    }
  }

  private long bytesOfChunks() {
    long perSeries = 0;
    for (Labels labels : store.series(List.of(), 0, Long.MAX_VALUE)) {
      perSeries += StoredSeries.overheadBytes(labels);
    }
    return store.memoryBytes() - perSeries;
  }

  private static MetricFamily gauge(String name, double value) {
    return new MetricFamily(
        name,
        "A gauge.",
        "",
        Type.GAUGE,
        List.of(),
        List.of(new NumberPoint(List.of(), value, null)));
  }

  private static MetricFamily.Exemplar[] noExemplars() {
    return new MetricFamily.Exemplar[0];
  }

  private List<String> all(long at) {
    return store.select(List.of(), at, at, 1000).stream()
        .map(samples -> samples.labels() + " " + samples.values()[0])
        .toList();
  }
}
