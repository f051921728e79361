// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.otlp.OutgoingMetric.Kind;
import io.obsagent.exporter.otlp.OutgoingMetric.Series;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as {@code ExportMetricsServiceRequest}, straight from the points. Field numbers: <a
 * href="https://github.com/open-telemetry/opentelemetry-proto">opentelemetry-proto</a>, metrics/v1.
 * Not thread-safe.
 */
final class MetricEncoder extends RequestEncoder {
  /** A snapshot beyond it is sent in several requests: gRPC servers take 4 MiB by default. */
  private static final int MAX_REQUEST = 1 << 20;

  private static final String SCOPE = "io.obsagent";
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  /** Bytes of length that are left room for in a metric, and in a point of a histogram. */
  private static final int METRIC_ROOM = 2;

  private static final int HISTOGRAM_ROOM = 2;

  private final boolean delta;
  private final LongSupplier processStart;
  private final SeriesHistory history;
  private final BiConsumer<String, Object> attributes =
      (name, value) -> keyValue(attributeField, name, value);
  private long now;
  private int points;
  private int metricBegin;
  private int dataBegin;

  /** Takes one request. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param request good until the call returns
     */
    void send(ByteBuffer request) throws IOException;
  }

  /**
   * @param processStart in nanoseconds since the epoch; asked when something is encoded
   */
  MetricEncoder(Map<String, String> resource, boolean delta, LongSupplier processStart) {
    super(resource);
    this.delta = delta;
    this.processStart = processStart;
    this.history = new SeriesHistory(delta);
  }

  /**
   * @param epochNanos when the snapshot was taken
   */
  void encode(List<MetricFamily> snapshot, long epochNanos, Sink sink) throws IOException {
    now = epochNanos;
    history.begin(epochNanos, processStart.getAsLong());
    beginPart();
    for (OutgoingMetric metric : OutgoingMetric.of(snapshot)) {
      beginMetric(metric);
      for (Series series : metric.series()) {
        if (size() > MAX_REQUEST) {
          endMetric(metric);
          send(sink);
          beginPart();
          beginMetric(metric);
        }
        series(metric.kind(), series);
      }
      endMetric(metric);
    }
    if (points > 0) {
      send(sink);
    }
    history.end();
  }

  private void beginPart() {
    points = 0;
    beginRequest();
    beginScope(SCOPE);
  }

  private void send(Sink sink) throws IOException {
    endScope();
    sink.send(endRequest());
    history.acknowledge();
  }

  private void beginMetric(OutgoingMetric metric) {
    metricBegin = beginMessage(2, METRIC_ROOM);
    stringField(1, metric.name());
    stringField(2, metric.description());
    if (!metric.unit().isEmpty()) {
      stringField(3, metric.unit());
    }
    dataBegin = beginMessage(metric.kind().field, METRIC_ROOM);
  }

  private void endMetric(OutgoingMetric metric) {
    if (size() == dataBegin) {
      // Without points it is nothing: a tag and a length stand before its content.
      truncate(metricBegin - METRIC_ROOM - 1);
      return;
    }
    if (metric.kind().hasTemporality()) {
      varintField(2, delta && metric.kind() != Kind.UP_DOWN ? DELTA : CUMULATIVE);
    }
    if (metric.kind() == Kind.COUNTER) {
      varintField(3, 1);
    }
    endLength(dataBegin, METRIC_ROOM);
    endLength(metricBegin, METRIC_ROOM);
  }

  private void series(Kind kind, Series series) {
    Point point = series.point();
    if (point instanceof NumberPoint number && Double.isNaN(number.value())) {
      return;
    }
    boolean counts = kind == Kind.COUNTER || kind == Kind.HISTOGRAM;
    SeriesHistory.Reading reading = counts ? history.read(series.family(), point) : null;
    if (counts && reading == null) {
      return;
    }
    points++;
    long start = reading == null ? 0 : reading.start();
    Point base = reading == null ? null : reading.base();
    long told = reading == null ? 0 : reading.told();
    if (point instanceof NumberPoint number) {
      number(series, number, start, (NumberPoint) base);
    } else if (point instanceof HistogramPoint histogram) {
      histogram(series, histogram, start, (HistogramPoint) base, told);
    } else if (point instanceof SummaryPoint summary) {
      summary(series, summary);
    }
  }

  private void number(Series series, NumberPoint point, long start, @Nullable NumberPoint base) {
    int begin = beginMessage(1, 1);
    times(start);
    double value = point.value() - (base == null ? 0 : base.value());
    fixed64Field(4, Double.doubleToRawLongBits(value));
    attributes(7, series);
    if (point.exemplar() != null) {
      exemplar(5, point.exemplar());
    }
    endLength(begin, 1);
  }

  private void histogram(
      Series series, HistogramPoint point, long start, @Nullable HistogramPoint base, long told) {
    int begin = beginMessage(1, HISTOGRAM_ROOM);
    times(start);
    fixed64Field(4, point.count() - (base == null ? 0 : base.count()));
    double sum = point.sum() - (base == null ? 0 : base.sum());
    fixed64Field(5, Double.doubleToRawLongBits(sum));
    long[] counts = point.cumulativeCounts();
    packedField(6, counts.length);
    for (int i = 0; i < counts.length; i++) {
      writeLongLittleEndian(inBucket(counts, i) - (base == null ? 0 : inBucket(base, i)));
    }
    packedField(7, point.bounds().length);
    for (double bound : point.bounds()) {
      writeLongLittleEndian(Double.doubleToRawLongBits(bound));
    }
    for (@Nullable Exemplar exemplar : point.exemplars()) {
      if (exemplar != null && exemplar.epochMillis() * NANOS_PER_MILLI >= told) {
        exemplar(8, exemplar);
      }
    }
    attributes(9, series);
    endLength(begin, HISTOGRAM_ROOM);
  }

  /** Always of all time: the protocol knows no other. */
  private void summary(Series series, SummaryPoint point) {
    int begin = beginMessage(1, 1);
    times(processStart.getAsLong());
    fixed64Field(4, point.count());
    if (!Double.isNaN(point.sum())) {
      fixed64Field(5, Double.doubleToRawLongBits(point.sum()));
    }
    for (int i = 0; i < point.quantiles().length; i++) {
      int quantile = beginMessage(6, 1);
      fixed64Field(1, Double.doubleToRawLongBits(point.quantiles()[i]));
      fixed64Field(2, Double.doubleToRawLongBits(point.values()[i]));
      endLength(quantile, 1);
    }
    attributes(7, series);
    endLength(begin, 1);
  }

  private static long inBucket(HistogramPoint point, int bucket) {
    return inBucket(point.cumulativeCounts(), bucket);
  }

  private static long inBucket(long[] cumulative, int bucket) {
    return cumulative[bucket] - (bucket == 0 ? 0 : cumulative[bucket - 1]);
  }

  private void times(long start) {
    if (start > 0) {
      fixed64Field(2, start);
    }
    fixed64Field(3, now);
  }

  private void attributes(int field, Series series) {
    attributeField = field;
    List<String> labels = series.family().labelNames();
    List<String> values = series.point().labelValues();
    if (series.name() != null) {
      series.name().attributes(labels, values, attributes);
      return;
    }
    for (int i = 0; i < labels.size(); i++) {
      keyValue(field, labels.get(i), values.get(i));
    }
  }

  private void exemplar(int field, Exemplar exemplar) {
    int begin = beginMessage(field, 1);
    fixed64Field(2, exemplar.epochMillis() * NANOS_PER_MILLI);
    fixed64Field(3, Double.doubleToRawLongBits(exemplar.value()));
    String traceId = exemplar.traceId();
    spanIdField(4, hexToLong(exemplar.spanId(), 0, 16));
    traceIdField(5, hexToLong(traceId, 0, 16), hexToLong(traceId, 16, 16));
    endLength(begin, 1);
  }
}
