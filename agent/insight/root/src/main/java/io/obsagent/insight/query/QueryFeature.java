// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>, as
 * far as Grafana needs it to read and show series.
 */
public final class QueryFeature implements Feature {
  private static final int MAX_POINTS = 11_000;

  private final SeriesEndpoints series = new SeriesEndpoints(this::insight);
  private final StatusEndpoints status = new StatusEndpoints(this::insight);
  private volatile @Nullable Insight insight;

  @Override
  public String name() {
    return "query";
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.query("/api/v1/query", this::query);
    endpoints.query("/api/v1/query_range", this::range);
    endpoints.query("/api/v1/format_query", QueryFeature::format);
    series.routes(endpoints);
    status.routes(endpoints);
  }

  @Override
  public void start(Insight insight, AgentContext context) {
    begin(insight, context.report().snapshot().version());
  }

  /**
   * Begins without the rest of the agent.
   *
   * @param version the agent's own
   */
  public void begin(Insight insight, String version) {
    this.insight = insight;
    status.setVersion(version);
  }

  private Insight insight() {
    Insight started = insight;
    if (started == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return started;
  }

  private Response query(Params params) {
    Insight insight = insight();
    Expr expr = params.expression("query");
    long time = params.time("time", insight.cycle().now().toEpochMilli());
    QueryResult result = insight.engine().instant(insight.store(), expr, time);
    return answer(result, params.limit());
  }

  private Response range(Params params) {
    long start = params.time("start", Long.MIN_VALUE);
    long end = params.time("end", Long.MIN_VALUE);
    if (start == Long.MIN_VALUE || end == Long.MIN_VALUE) {
      String missing = start == Long.MIN_VALUE ? "start" : "end";
      throw ApiException.badData(
          "invalid parameter \"" + missing + "\": cannot parse \"\" to a valid timestamp");
    }
    if (end < start) {
      throw ApiException.badData(
          "invalid parameter \"end\": end timestamp must not be before start time");
    }
    long step = params.duration("step");
    if (step <= 0) {
      throw ApiException.badData(
          "invalid parameter \"step\": zero or negative query resolution step widths are not"
              + " accepted. Try a positive integer");
    }
    if ((end - start) / step > MAX_POINTS) {
      throw ApiException.badData(
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    Expr expr = params.expression("query");
    Insight insight = insight();
    QueryResult result = insight.engine().range(insight.store(), expr, start, end, step);
    return answer(result, params.limit());
  }

  private static Response answer(QueryResult result, int limit) {
    return Answers.success(
        out -> ResultJson.write(out, result, limit), result.warnings(), result.infos());
  }

  private static Response format(Params params) {
    String text = params.expression("query").toString();
    return Answers.success(out -> out.value(text));
  }

  @Override
  public void close() {}
}
