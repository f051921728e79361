// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes families as text, without ever holding the whole. The formats: <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text 0.0.4</a> and <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>. Not
 * thread-safe.
 */
final class ExpositionWriter {
  /** OpenMetrics 1.0: names and values of an exemplar's labels, together, in characters. */
  private static final int MAX_EXEMPLAR = 128;

  private final Utf8Buffer out;
  private final boolean openMetrics;
  private final boolean utf8;
  private final long createdMillis;

  /**
   * @param createdMillis since when counters and histograms count, in milliseconds since the epoch;
   *     0 leaves it out, as does a format that has no word for it
   */
  ExpositionWriter(OutputStream stream, ExpositionFormat format, long createdMillis) {
    this.out = new Utf8Buffer(stream);
    this.openMetrics = format.openMetrics;
    this.utf8 = format.utf8;
    this.createdMillis = openMetrics ? createdMillis : 0;
  }

  /** A name may come from several sources; both formats want all of it in one block. */
  void write(List<MetricFamily> families) throws IOException {
    Map<String, List<MetricFamily>> byName = new LinkedHashMap<>();
    for (MetricFamily family : families) {
      String name = baseName(family);
      List<MetricFamily> same = byName.get(name);
      if (same == null) {
        same = new ArrayList<>(1);
        byName.put(name, same);
      }
      same.add(family);
    }
    for (Map.Entry<String, List<MetricFamily>> entry : byName.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  void finish() throws IOException {
    if (openMetrics) {
      out.text("# EOF\n");
    }
    out.flush();
  }

  private void write(String name, List<MetricFamily> same) throws IOException {
    MetricFamily first = same.get(0);
    boolean headed = false;
    for (MetricFamily family : same) {
      if (family.type() != first.type() || family.points().isEmpty()) {
        continue;
      }
      if (!headed) {
        head(name, first);
        headed = true;
      }
      for (Point point : family.points()) {
        if (point instanceof NumberPoint number) {
          number(name, family, number);
        } else if (point instanceof HistogramPoint histogram) {
          histogram(name, family, histogram);
        } else {
          summary(name, family, (SummaryPoint) point);
        }
      }
    }
  }

  /** In OpenMetrics a counter's family is named without the {@code _total} of its samples. */
  private String baseName(MetricFamily family) {
    String name = utf8 ? family.name() : Names.valid(family.name());
    boolean total = family.type() == Type.COUNTER && name.endsWith("_total");
    return total ? name.substring(0, name.length() - "_total".length()) : name;
  }

  private void head(String name, MetricFamily family) throws IOException {
    String shown = family.type() == Type.COUNTER && !openMetrics ? name + "_total" : name;
    metadata("# HELP ", shown).escaped(family.help(), openMetrics).text("\n");
    metadata("# TYPE ", shown).text(typeName(family.type(), openMetrics)).text("\n");
    String unit = Names.unit(family.unit());
    if (openMetrics && !unit.isEmpty() && name.endsWith("_" + unit)) {
      metadata("# UNIT ", name).text(unit).text("\n");
    }
  }

  private Utf8Buffer metadata(String keyword, String name) throws IOException {
    out.text(keyword);
    name(name);
    return out.text(" ");
  }

  /** A name of a metric or a label: in quotes if it is more than the classic characters. */
  private void name(String name) throws IOException {
    if (Names.isPlain(name)) {
      out.text(name);
    } else {
      out.text("\"").escaped(name, true).text("\"");
    }
  }

  private static String typeName(Type type, boolean openMetrics) {
    return switch (type) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
      case SUMMARY -> "summary";
      case UNKNOWN -> openMetrics ? "unknown" : "untyped";
    };
  }

  private void number(String name, MetricFamily family, NumberPoint point) throws IOException {
    boolean counter = family.type() == Type.COUNTER;
    series(counter ? name + "_total" : name, family, point);
    out.text(" ").number(point.value());
    exemplar(counter ? point.exemplar() : null);
    out.text("\n");
    if (counter) {
      created(name, family, point);
    }
  }

  /** What the host has counted since before this process is of an age that nobody knows. */
  private void created(String name, MetricFamily family, Point point) throws IOException {
    if (createdMillis > 0 && !family.definition().olderThanProcess()) {
      series(name + "_created", family, point);
      out.text(" ").seconds(createdMillis).text("\n");
    }
  }

  private void histogram(String name, MetricFamily family, HistogramPoint point)
      throws IOException {
    long[] counts = point.cumulativeCounts();
    String buckets = name + "_bucket";
    for (int i = 0; i < counts.length; i++) {
      boolean last = i == counts.length - 1;
      series(buckets, family, point, "le", last ? "+Inf" : Double.toString(point.bounds()[i]));
      out.text(" ").number(counts[i]);
      exemplar(i < point.exemplars().length ? point.exemplars()[i] : null);
      out.text("\n");
    }
    total(name, family, point, point.count(), point.sum());
  }

  private void summary(String name, MetricFamily family, SummaryPoint point) throws IOException {
    for (int i = 0; i < point.quantiles().length; i++) {
      series(name, family, point, "quantile", Double.toString(point.quantiles()[i]));
      out.text(" ").number(point.values()[i]).text("\n");
    }
    total(name, family, point, point.count(), point.sum());
  }

  private void total(String name, MetricFamily family, Point point, long count, double sum)
      throws IOException {
    series(name + "_count", family, point);
    out.text(" ").number(count).text("\n");
    if (!Double.isNaN(sum)) {
      series(name + "_sum", family, point);
      out.text(" ").number(sum).text("\n");
    }
    created(name, family, point);
  }

  private void series(String name, MetricFamily family, Point point) throws IOException {
    series(name, family, point, "", "");
  }

  /**
   * Name and labels of a sample; a name that needs quotes stands with the labels.
   *
   * @param part the label that tells parts of a point apart, or empty
   */
  private void series(String name, MetricFamily family, Point point, String part, String partValue)
      throws IOException {
    List<String> names = family.labelNames();
    List<String> values = point.labelValues();
    int count = Math.min(names.size(), values.size());
    boolean plain = Names.isPlain(name);
    if (plain) {
      out.text(name);
      if (count == 0 && part.isEmpty()) {
        return;
      }
    }
    out.text("{");
    if (!plain) {
      name(name);
    }
    for (int i = 0; i < count; i++) {
      out.text(i == 0 && plain ? "" : ",");
      name(utf8 ? names.get(i) : Names.valid(names.get(i)));
      out.text("=\"").escaped(values.get(i), true).text("\"");
    }
    if (!part.isEmpty()) {
      out.text(count == 0 && plain ? "" : ",").text(part).text("=\"").text(partValue).text("\"");
    }
    out.text("}");
  }

  private void exemplar(@Nullable Exemplar exemplar) throws IOException {
    if (!openMetrics || exemplar == null) {
      return;
    }
    int length =
        "trace_idspan_id".length() + exemplar.traceId().length() + exemplar.spanId().length();
    if (length > MAX_EXEMPLAR) {
      return;
    }
    out.text(" # {trace_id=\"").escaped(exemplar.traceId(), true);
    out.text("\",span_id=\"").escaped(exemplar.spanId(), true).text("\"} ");
    out.number(exemplar.value()).text(" ").seconds(exemplar.epochMillis());
  }
}
