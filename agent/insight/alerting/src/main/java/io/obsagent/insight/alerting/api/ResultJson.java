// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.QueryResult;
import java.io.IOException;
import java.math.BigDecimal;

/** A query's result in the shape of Prometheus' API. */
final class ResultJson {
  private ResultJson() {}

  static void write(JsonGenerator out, QueryResult result, int limit) throws IOException {
    out.writeStartObject();
    if (result instanceof QueryResult.Vector vector) {
      out.writeStringField("resultType", "vector");
      out.writeArrayFieldStart("result");
      for (int i = 0; i < Math.min(limit, vector.samples().size()); i++) {
        QueryResult.Sample sample = vector.samples().get(i);
        out.writeStartObject();
        metric(out, sample.labels());
        out.writeFieldName("value");
        point(out, sample.timestampMillis(), GoFloat.plain(sample.value()));
        out.writeEndObject();
      }
      out.writeEndArray();
    } else if (result instanceof QueryResult.Matrix matrix) {
      out.writeStringField("resultType", "matrix");
      out.writeArrayFieldStart("result");
      for (int i = 0; i < Math.min(limit, matrix.series().size()); i++) {
        series(out, matrix.series().get(i));
      }
      out.writeEndArray();
    } else if (result instanceof QueryResult.Scalar scalar) {
      out.writeStringField("resultType", "scalar");
      out.writeFieldName("result");
      point(out, scalar.timestampMillis(), GoFloat.plain(scalar.value()));
    } else if (result instanceof QueryResult.Text text) {
      out.writeStringField("resultType", "string");
      out.writeFieldName("result");
      point(out, text.timestampMillis(), text.value());
    }
    out.writeEndObject();
  }

  private static void series(JsonGenerator out, QueryResult.Series series) throws IOException {
    out.writeStartObject();
    metric(out, series.labels());
    out.writeArrayFieldStart("values");
    for (int i = 0; i < series.timestamps().length; i++) {
      point(out, series.timestamps()[i], GoFloat.plain(series.values()[i]));
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void metric(JsonGenerator out, Labels labels) throws IOException {
    out.writeObjectFieldStart("metric");
    labels(out, labels);
    out.writeEndObject();
  }

  static void labels(JsonGenerator out, Labels labels) throws IOException {
    for (int i = 0; i < labels.size(); i++) {
      out.writeStringField(labels.name(i), labels.value(i));
    }
  }

  private static void point(JsonGenerator out, long millis, String value) throws IOException {
    out.writeStartArray();
    if (millis % 1000 == 0) {
      out.writeNumber(millis / 1000);
    } else {
      out.writeNumber(BigDecimal.valueOf(millis, 3));
    }
    out.writeString(value);
    out.writeEndArray();
  }
}
