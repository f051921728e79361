// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
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

  ExpositionWriter(OutputStream stream, ExpositionFormat format) {
    this.out = new Utf8Buffer(stream);
    this.openMetrics = format == ExpositionFormat.OPEN_METRICS;
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
        } else {
          histogram(name, family, (HistogramPoint) point);
        }
      }
    }
  }

  /** In OpenMetrics a counter's family is named without the {@code _total} of its samples. */
  private static String baseName(MetricFamily family) {
    String name = Names.valid(family.name());
    boolean total = family.type() == Type.COUNTER && name.endsWith("_total");
    return total ? name.substring(0, name.length() - "_total".length()) : name;
  }

  private void head(String name, MetricFamily family) throws IOException {
    String shown = family.type() == Type.COUNTER && !openMetrics ? name + "_total" : name;
    out.text("# HELP ").text(shown).text(" ").escaped(family.help(), openMetrics).text("\n");
    out.text("# TYPE ").text(shown).text(" ").text(typeName(family.type())).text("\n");
    String unit = Names.unit(family.unit());
    if (openMetrics && !unit.isEmpty() && name.endsWith("_" + unit)) {
      out.text("# UNIT ").text(name).text(" ").text(unit).text("\n");
    }
  }

  private static String typeName(Type type) {
    return switch (type) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
    };
  }

  private void number(String name, MetricFamily family, NumberPoint point) throws IOException {
    boolean counter = family.type() == Type.COUNTER;
    out.text(name).text(counter ? "_total" : "");
    labels(family.labelNames(), point.labelValues(), null);
    out.text(" ").number(point.value());
    exemplar(counter ? point.exemplar() : null);
    out.text("\n");
  }

  private void histogram(String name, MetricFamily family, HistogramPoint point)
      throws IOException {
    long[] counts = point.cumulativeCounts();
    for (int i = 0; i < counts.length; i++) {
      boolean last = i == counts.length - 1;
      out.text(name).text("_bucket");
      String bound = last ? "+Inf" : Double.toString(point.bounds()[i]);
      labels(family.labelNames(), point.labelValues(), bound);
      out.text(" ").number(counts[i]);
      exemplar(i < point.exemplars().length ? point.exemplars()[i] : null);
      out.text("\n");
    }
    out.text(name).text("_count");
    labels(family.labelNames(), point.labelValues(), null);
    out.text(" ").number(point.count()).text("\n");
    out.text(name).text("_sum");
    labels(family.labelNames(), point.labelValues(), null);
    out.text(" ").number(point.sum()).text("\n");
  }

  private void labels(List<String> names, List<String> values, @Nullable String le)
      throws IOException {
    int count = Math.min(names.size(), values.size());
    if (count == 0 && le == null) {
      return;
    }
    out.text("{");
    for (int i = 0; i < count; i++) {
      out.text(i == 0 ? "" : ",").text(Names.valid(names.get(i))).text("=\"");
      out.escaped(values.get(i), true).text("\"");
    }
    if (le != null) {
      out.text(count == 0 ? "le=\"" : ",le=\"").text(le).text("\"");
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
