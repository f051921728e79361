// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.GoFloat;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.Selectors;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Traces that are examples of what the series of a query count. */
final class ExemplarEndpoint {
  private final Supplier<Insight> insight;

  ExemplarEndpoint(Supplier<Insight> insight) {
    this.insight = insight;
  }

  Response answer(Params params) {
    long from = params.time("start", Long.MIN_VALUE);
    long to = params.time("end", Long.MAX_VALUE);
    if (to < from) {
      throw ApiException.badData("end timestamp must not be before start timestamp");
    }
    List<List<LabelMatcher>> selectors = Selectors.of(expression(params));
    if (selectors.isEmpty()) {
      return new Response(204, Map.of(), out -> {});
    }
    Map<Labels, List<Exemplar>> found =
        insight.get().store().exemplars().select(selectors, from, to);
    return Answers.success(
        out -> {
          out.array();
          found.forEach((series, exemplars) -> write(out, series, exemplars));
          out.end();
        });
  }

  /** As Prometheus tells it here, without the name of the parameter. */
  private static Expr expression(Params params) {
    try {
      return PromqlParser.parse(params.text("query"));
    } catch (PromqlException e) {
      throw ApiException.badData(String.valueOf(e.getMessage()));
    }
  }

  private static void write(JsonWriter out, Labels series, List<Exemplar> exemplars) {
    ResultJson.labels(out.object().name("seriesLabels"), series);
    out.name("exemplars").array();
    for (Exemplar exemplar : exemplars) {
      out.object().name("labels").object().field("span_id", exemplar.spanId());
      out.field("trace_id", exemplar.traceId()).end();
      out.field("value", GoFloat.plain(exemplar.value()));
      out.name("timestamp").value(BigDecimal.valueOf(exemplar.epochMillis(), 3)).end();
    }
    out.end().end();
  }
}
