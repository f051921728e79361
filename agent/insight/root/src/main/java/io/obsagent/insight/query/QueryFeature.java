// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.remote.History;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>, as
 * far as Grafana needs it to read and show series.
 */
public final class QueryFeature implements Feature {
  private static final int MAX_POINTS = 11_000;

  private volatile @Nullable Insight insight;
  private volatile @Nullable SeriesReader history;
  private volatile @Nullable AgentReport report;

  @Override
  public String name() {
    return "query";
  }

  @Override
  public List<String> paths() {
    return List.of("/api/v1");
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.query("/api/v1/query", this::query);
    endpoints.query("/api/v1/query_range", this::range);
    endpoints.query("/api/v1/format_query", QueryFeature::format);
    endpoints.query("/api/v1/query_exemplars", new ExemplarEndpoint(this::insight)::answer);
    endpoints.query("/api/v1/parse_query", QueryFeature::parse);
    endpoints.get("/api/v1/**", QueryFeature::nothing);
    new SeriesEndpoints(this::insight).routes(endpoints);
    new StatusEndpoints(this::insight, () -> report).routes(endpoints);
  }

  @Override
  public List<Option<?>> options() {
    return History.OPTIONS;
  }

  @Override
  public void start(Insight insight, AgentContext context) {
    if (context.config().mentions("remote")) {
      history = History.of(context.config(), insight.store());
    }
    begin(insight, context.report());
  }

  /** Begins without the rest of the agent. */
  public void begin(Insight insight, AgentReport report) {
    this.insight = insight;
    this.report = report;
  }

  private Insight insight() {
    Insight started = insight;
    if (started == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return started;
  }

  private SeriesReader reader(Insight insight) {
    SeriesReader longer = history;
    return longer == null ? insight.store() : longer;
  }

  private Response query(Params params) {
    Insight insight = insight();
    long time = params.time("time", insight.cycle().now().toEpochMilli());
    Engine engine = engine(params, insight);
    Expr expr = params.expression("query");
    return answer(engine.instant(reader(insight), expr, time), params.limit());
  }

  private Response range(Params params) {
    long start = params.time("start");
    long end = params.time("end");
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
    Insight insight = insight();
    Engine engine = engine(params, insight);
    Expr expr = params.expression("query");
    try {
      Engine.checkRange(expr);
    } catch (PromqlException e) {
      throw ApiException.badData("invalid parameter \"query\": " + e.getMessage());
    }
    return answer(engine.range(reader(insight), expr, start, end, step), params.limit());
  }

  /** The engine within what the request asks for: no longer than usual, another lookback. */
  private static Engine engine(Params params, Insight insight) {
    EngineOptions options = insight.engine().options();
    if (!params.text("timeout").isEmpty()) {
      Duration asked = Duration.ofMillis(params.duration("timeout"));
      if (asked.isNegative() || asked.isZero()) {
        throw new ApiException(503, "timeout", "query timed out in query queue");
      }
      options = asked.compareTo(options.timeout()) < 0 ? options.withTimeout(asked) : options;
    }
    if (!params.text("lookback_delta").isEmpty()) {
      long asked = params.duration("lookback_delta", "error parsing lookback delta duration: ");
      options = asked > 0 ? options.withLookback(Duration.ofMillis(asked)) : options;
    }
    return options.equals(insight.engine().options()) ? insight.engine() : new Engine(options);
  }

  private static Response answer(QueryResult result, int limit) {
    List<String> warnings = result.warnings();
    int size =
        result instanceof QueryResult.Vector vector
            ? vector.samples().size()
            : result instanceof QueryResult.Matrix matrix ? matrix.series().size() : 0;
    if (size > limit) {
      warnings = new ArrayList<>(warnings);
      warnings.add(Answers.TRUNCATED);
    }
    return Answers.success(out -> ResultJson.write(out, result, limit), warnings, result.infos());
  }

  private static Response parse(Params params) {
    Expr expr = params.expression("query");
    return Answers.success(out -> ExprJson.write(out, expr));
  }

  private static Response nothing(Params params) {
    throw new ApiException(404, "not_found", "there is no such endpoint; docs/alerting.md has all");
  }

  private static Response format(Params params) {
    String text = params.expression("query").toString();
    return Answers.success(out -> out.value(text));
  }

  @Override
  public void close() {}
}
