// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.api.GoFloat;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.spi.http.JsonWriter;
import java.math.BigDecimal;

/** A query's result in the shape of Prometheus' API. */
final class ResultJson {
  private ResultJson() {}

  static void write(JsonWriter out, QueryResult result, int limit) {
    out.object();
    if (result instanceof QueryResult.Vector vector) {
      out.field("resultType", "vector").name("result").array();
      for (int i = 0; i < Math.min(limit, vector.samples().size()); i++) {
        QueryResult.Sample sample = vector.samples().get(i);
        labels(out.object().name("metric"), sample.labels());
        point(out.name("value"), sample.timestampMillis(), GoFloat.plain(sample.value()));
        out.end();
      }
      out.end();
    } else if (result instanceof QueryResult.Matrix matrix) {
      out.field("resultType", "matrix").name("result").array();
      for (int i = 0; i < Math.min(limit, matrix.series().size()); i++) {
        series(out, matrix.series().get(i));
      }
      out.end();
    } else if (result instanceof QueryResult.Scalar scalar) {
      out.field("resultType", "scalar").name("result");
      point(out, scalar.timestampMillis(), GoFloat.plain(scalar.value()));
    } else if (result instanceof QueryResult.Text text) {
      out.field("resultType", "string").name("result");
      point(out, text.timestampMillis(), text.value());
    }
    out.end();
  }

  private static void series(JsonWriter out, QueryResult.Series series) {
    labels(out.object().name("metric"), series.labels());
    out.name("values").array();
    for (int i = 0; i < series.timestamps().length; i++) {
      point(out, series.timestamps()[i], GoFloat.plain(series.values()[i]));
    }
    out.end().end();
  }

  static void labels(JsonWriter out, Labels labels) {
    out.object();
    for (int i = 0; i < labels.size(); i++) {
      out.field(labels.name(i), labels.value(i));
    }
    out.end();
  }

  private static void point(JsonWriter out, long millis, String value) {
    out.array();
    if (millis % 1000 == 0) {
      out.value(millis / 1000);
    } else {
      out.value(BigDecimal.valueOf(millis, 3));
    }
    out.value(value).end();
  }
}
