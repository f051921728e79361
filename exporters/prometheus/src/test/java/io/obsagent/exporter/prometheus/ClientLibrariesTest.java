// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.RandomFacts;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same facts, exposed by us and by Prometheus' own client libraries for Java, are the same
 * samples: by simpleclient, which the first exporters were made of, and by its successor.
 */
class ClientLibrariesTest {
  private static final long CREATED = 1_700_000_000_007L;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void textIsAsSimpleclientWritesIt(long seed) throws IOException {
    List<MetricFamily> families = new RandomFacts(seed).families(30, false);
    StringWriter theirs = new StringWriter();
    TextFormat.write004(theirs, Collections.enumeration(bySimpleclient(families)));
    assertSame(own(families, ExpositionFormat.TEXT, 0), theirs.toString(), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void openMetricsIsAsSimpleclientWritesIt(long seed) throws IOException {
    List<MetricFamily> families = new RandomFacts(seed).families(30, false);
    StringWriter theirs = new StringWriter();
    TextFormat.writeOpenMetrics100(theirs, Collections.enumeration(bySimpleclient(families)));
    assertSame(own(families, ExpositionFormat.OPEN_METRICS, 0), theirs.toString(), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void textIsAsPrometheusMetricsWritesIt(long seed) throws IOException {
    ExpositionFormatWriter writer = PrometheusTextFormatWriter.create();
    List<MetricFamily> plain = new RandomFacts(seed).families(30, false);
    assertSame(own(plain, ExpositionFormat.TEXT, CREATED), written(writer, plain), false);
    List<MetricFamily> any = new RandomFacts(seed).families(30, true);
    assertSame(own(any, ExpositionFormat.TEXT_UTF8, CREATED), written(writer, any), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void openMetricsIsAsPrometheusMetricsWritesIt(long seed) throws IOException {
    ExpositionFormatWriter writer =
        OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
    List<MetricFamily> plain = new RandomFacts(seed).families(30, false);
    assertSame(own(plain, ExpositionFormat.OPEN_METRICS, CREATED), written(writer, plain), true);
    List<MetricFamily> any = new RandomFacts(seed).families(30, true);
    assertSame(own(any, ExpositionFormat.OPEN_METRICS_UTF8, CREATED), written(writer, any), true);
  }

  private static void assertSame(String own, String theirs, boolean exemplars) {
    ExposedText ours = ExposedText.of(own);
    ExposedText expected = ExposedText.of(theirs);
    assertThat(ours.metadata).containsExactlyInAnyOrderElementsOf(expected.metadata);
    assertThat(ours.samples.stream().map(each -> comparable(each, exemplars)).toList())
        .containsExactlyInAnyOrderElementsOf(
            expected.samples.stream().map(each -> comparable(each, exemplars)).toList());
  }

  private static String comparable(ExposedText.Sample sample, boolean exemplars) {
    return sample.labels() + " " + sample.value() + (exemplars ? sample.exemplar() : "");
  }

  private static String own(List<MetricFamily> families, ExpositionFormat format, long created)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExpositionWriter writer = new ExpositionWriter(out, format, created);
    writer.write(families);
    writer.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String written(ExpositionFormatWriter writer, List<MetricFamily> families)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<MetricSnapshot> snapshots = families.stream().map(ClientLibrariesTest::snapshot).toList();
    writer.write(
        out,
        MetricSnapshots.of(snapshots.toArray(new MetricSnapshot[0])),
        EscapingScheme.ALLOW_UTF8);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<MetricFamilySamples> bySimpleclient(List<MetricFamily> families) {
    List<MetricFamilySamples> all = new ArrayList<>();
    for (MetricFamily family : families) {
      List<MetricFamilySamples.Sample> samples = new ArrayList<>();
      for (Point point : family.points()) {
        if (point instanceof NumberPoint number) {
          samples.add(sample(family, family.name(), point, number.value(), null));
        } else if (point instanceof HistogramPoint histogram) {
          buckets(family, histogram, samples);
        } else {
          quantiles(family, (SummaryPoint) point, samples);
        }
      }
      Collector.Type type = Collector.Type.valueOf(family.type().name());
      all.add(new MetricFamilySamples(family.name(), "", type, family.help(), samples));
    }
    return all;
  }

  private static void buckets(
      MetricFamily family, HistogramPoint point, List<MetricFamilySamples.Sample> samples) {
    long[] counts = point.cumulativeCounts();
    for (int i = 0; i < counts.length; i++) {
      String le = i == counts.length - 1 ? "+Inf" : Collector.doubleToGoString(point.bounds()[i]);
      samples.add(sample(family, family.name() + "_bucket", point, counts[i], le));
    }
    samples.add(sample(family, family.name() + "_count", point, point.count(), null));
    samples.add(sample(family, family.name() + "_sum", point, point.sum(), null));
  }

  private static void quantiles(
      MetricFamily family, SummaryPoint point, List<MetricFamilySamples.Sample> samples) {
    List<String> names = new ArrayList<>(family.labelNames());
    names.add("quantile");
    for (int i = 0; i < point.quantiles().length; i++) {
      List<String> values = new ArrayList<>(point.labelValues());
      values.add(Collector.doubleToGoString(point.quantiles()[i]));
      samples.add(new MetricFamilySamples.Sample(family.name(), names, values, point.values()[i]));
    }
    samples.add(sample(family, family.name() + "_count", point, point.count(), null));
    samples.add(sample(family, family.name() + "_sum", point, point.sum(), null));
  }

  private static MetricFamilySamples.Sample sample(
      MetricFamily family, String name, Point point, double value, String le) {
    List<String> names = new ArrayList<>(family.labelNames());
    List<String> values = new ArrayList<>(point.labelValues());
    if (le != null) {
      names.add("le");
      values.add(le);
    }
    return new MetricFamilySamples.Sample(name, names, values, value);
  }

  private static MetricSnapshot snapshot(MetricFamily family) {
    switch (family.type()) {
      case COUNTER -> {
        String name = family.name().substring(0, family.name().length() - "_total".length());
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(family.help());
        for (Point each : family.points()) {
          NumberPoint point = (NumberPoint) each;
          CounterDataPointSnapshot.Builder data = CounterDataPointSnapshot.builder();
          data.labels(labels(family, point)).value(point.value());
          data.createdTimestampMillis(CREATED);
          if (point.exemplar() != null) {
            data.exemplar(exemplar(point.exemplar()));
          }
          counter.dataPoint(data.build());
        }
        return counter.build();
      }
      case GAUGE -> {
        GaugeSnapshot.Builder gauge =
            GaugeSnapshot.builder().name(family.name()).help(family.help());
        for (Point each : family.points()) {
          GaugeDataPointSnapshot.Builder data = GaugeDataPointSnapshot.builder();
          data.labels(labels(family, each)).value(((NumberPoint) each).value());
          gauge.dataPoint(data.build());
        }
        return gauge.build();
      }
      case UNKNOWN -> {
        UnknownSnapshot.Builder unknown =
            UnknownSnapshot.builder().name(family.name()).help(family.help());
        for (Point each : family.points()) {
          UnknownDataPointSnapshot.Builder data = UnknownDataPointSnapshot.builder();
          data.labels(labels(family, each)).value(((NumberPoint) each).value());
          unknown.dataPoint(data.build());
        }
        return unknown.build();
      }
      case SUMMARY -> {
        SummarySnapshot.Builder summary =
            SummarySnapshot.builder().name(family.name()).help(family.help());
        for (Point each : family.points()) {
          summary.dataPoint(data(family, (SummaryPoint) each));
        }
        return summary.build();
      }
      default -> {
        HistogramSnapshot.Builder histogram =
            HistogramSnapshot.builder().name(family.name()).help(family.help());
        for (Point each : family.points()) {
          histogram.dataPoint(data(family, (HistogramPoint) each));
        }
        return histogram.build();
      }
    }
  }

  private static SummaryDataPointSnapshot data(MetricFamily family, SummaryPoint point) {
    Quantiles.Builder quantiles = Quantiles.builder();
    for (int i = 0; i < point.quantiles().length; i++) {
      quantiles.quantile(point.quantiles()[i], point.values()[i]);
    }
    return SummaryDataPointSnapshot.builder()
        .labels(labels(family, point))
        .quantiles(quantiles.build())
        .count(point.count())
        .sum(point.sum())
        .createdTimestampMillis(CREATED)
        .build();
  }

  private static HistogramDataPointSnapshot data(MetricFamily family, HistogramPoint point) {
    List<Double> bounds = new ArrayList<>(Arrays.stream(point.bounds()).boxed().toList());
    bounds.add(Double.POSITIVE_INFINITY);
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (long cumulative : point.cumulativeCounts()) {
      counts.add(cumulative - before);
      before = cumulative;
    }
    List<io.prometheus.metrics.model.snapshots.Exemplar> exemplars =
        Arrays.stream(point.exemplars())
            .filter(each -> each != null)
            .map(ClientLibrariesTest::exemplar)
            .toList();
    HistogramDataPointSnapshot.Builder data = HistogramDataPointSnapshot.builder();
    return data.labels(labels(family, point))
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .sum(point.sum())
        .createdTimestampMillis(CREATED)
        .exemplars(Exemplars.of(exemplars))
        .build();
  }

  private static io.prometheus.metrics.model.snapshots.Exemplar exemplar(Exemplar exemplar) {
    return io.prometheus.metrics.model.snapshots.Exemplar.builder()
        .traceId(exemplar.traceId())
        .spanId(exemplar.spanId())
        .value(exemplar.value())
        .timestampMillis(exemplar.epochMillis())
        .build();
  }

  private static Labels labels(MetricFamily family, Point point) {
    return Labels.of(family.labelNames(), point.labelValues());
  }
}
