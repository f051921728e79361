// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import java.util.List;
import java.util.Locale;

/** All metrics as JSON, for whoever reads no format of Prometheus'. */
final class MetricsJson {
  private MetricsJson() {}

  static void write(JsonWriter out, List<MetricFamily> families) {
    out.object().name("metrics").array();
    for (MetricFamily family : families) {
      out.object().field("name", family.name());
      out.field("type", family.type().name().toLowerCase(Locale.ROOT));
      out.field("unit", family.unit()).field("help", family.help()).name("series").array();
      for (Point point : family.points()) {
        out.object().name("labels").object();
        for (int i = 0; i < family.labelNames().size(); i++) {
          out.field(family.labelNames().get(i), point.labelValues().get(i));
        }
        write(out.end(), point);
        out.end();
      }
      out.end().end();
    }
    out.end().end();
  }

  /** What is no number for JSON is null. */
  private static void write(JsonWriter out, Point point) {
    if (point instanceof NumberPoint number) {
      out.field("value", number.value());
    } else if (point instanceof HistogramPoint histogram) {
      out.field("count", histogram.count()).field("sum", histogram.sum()).name("buckets").array();
      for (int i = 0; i < histogram.bounds().length; i++) {
        out.object().field("le", histogram.bounds()[i]);
        out.field("count", histogram.cumulativeCounts()[i]).end();
      }
      out.end();
    } else if (point instanceof SummaryPoint summary) {
      out.field("count", summary.count()).field("sum", summary.sum()).name("quantiles").array();
      for (int i = 0; i < summary.quantiles().length; i++) {
        out.object().field("quantile", summary.quantiles()[i]);
        out.field("value", summary.values()[i]).end();
      }
      out.end();
    }
  }
}
