// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/analytics}, {@code /monitoring/insights} and {@code /monitoring/status}: what
 * took how long, where most of it goes, what will run out, and what to do. Thread-safe.
 */
public final class AnalyticsFeature implements Feature {
  private static final String PATH = "/monitoring/analytics";
  private static final String INSIGHTS = "/monitoring/insights";
  private static final String STATUS = "/monitoring/status";
  private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
  private static final long LONGEST = Duration.ofDays(7).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** Without the one that always fires, to show that alerts arrive. */
  private static final String FIRING = "ALERTS{alertstate=\"firing\",alertname!=\"Watchdog\"}";

  private static final double MILLIS = 1000.0;
  private static final int MOST = 100;
  private static final int BOTTLENECKS = 10;

  private volatile @Nullable Insight insight;
  private volatile @Nullable MetricSource source;
  private volatile @Nullable AgentReport report;

  /** What their calls add up to. */
  private volatile Supplier<List<DbCalls>> statements = List::of;

  @Override
  public String name() {
    return "analytics";
  }

  @Override
  public List<String> paths() {
    return List.of(PATH, INSIGHTS, STATUS);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(
        PATH,
        params ->
            answer(
                params,
                HOUR,
                (out, period) -> {
                  List<Workload> all = period.workloads();
                  write(out.name("work"), all, MOST);
                  recommend(out, all);
                }));
    endpoints.get(
        PATH + "/pipelines",
        params -> answer(params, DAY, (out, period) -> period.pipelines().write(out)));
    endpoints.get(
        PATH + "/bottlenecks",
        params -> answer(params, HOUR, (out, period) -> bottlenecks(out, period)));
    endpoints.get(
        PATH + "/predictions",
        params -> answer(params, DAY, (out, period) -> predictions(out, period)));
    endpoints.get(
        INSIGHTS,
        params ->
            answer(
                params,
                HOUR,
                (out, period) -> {
                  recommend(out, period.workloads());
                  bottlenecks(out, period);
                  predictions(out, period);
                }));
    endpoints.get(STATUS, params -> status());
  }

  @Override
  public void start(Insight started, AgentContext agent) {
    statements = Telemetry.provider()::databaseCalls;
    begin(started, agent.metrics(), agent.report());
  }

  /** Begins without the rest of the agent. */
  void begin(Insight started, MetricSource metrics, AgentReport agent) {
    source = metrics;
    report = agent;
    insight = started;
  }

  private Response answer(Params params, long usual, BiConsumer<JsonWriter, Period> write) {
    Insight known = insight;
    MetricSource metrics = source;
    if (known == null || metrics == null) {
      throw notStarted();
    }
    long range = range(params, usual);
    long to = known.cycle().now().toEpochMilli();
    Period period = new Period(known, metrics.collect(), to - range, to);
    return Answers.success(
        out -> {
          out.object().field("from", Instant.ofEpochMilli(period.from()).toString());
          out.field("to", Instant.ofEpochMilli(to).toString());
          write.accept(out, period);
          out.end();
        });
  }

  private static ApiException notStarted() {
    return new ApiException(503, "unavailable", "not started; the agent's log says why");
  }

  private static long range(Params params, long usual) {
    if (params.text("range").isEmpty()) {
      return usual;
    }
    long range = params.duration("range");
    if (range < SHORTEST || range > LONGEST) {
      throw ApiException.badData(
          "invalid parameter \"range\": expected a time from 1m to 7d, as 30m, 1h or 1d");
    }
    return range;
  }

  private static void write(JsonWriter out, List<Workload> workloads, int most) {
    out.array();
    workloads.stream().limit(most).forEach(one -> one.write(out));
    out.end();
  }

  private void recommend(JsonWriter out, List<Workload> workloads) {
    out.name("recommendations").array();
    Stream.concat(
            Recommendation.ofDatabases(statements.get(), DbPools.all()).stream(),
            Recommendation.of(workloads).stream())
        .limit(MOST)
        .forEach(one -> one.write(out));
    out.end();
  }

  /** Where most of the time goes; a request's is that of all that it waits for. */
  private static void bottlenecks(JsonWriter out, Period period) {
    write(out.name("bottlenecks"), period.workloads(), BOTTLENECKS);
  }

  private static void predictions(JsonWriter out, Period period) {
    out.name("predictions").array();
    Forecast.of(period.insight(), period.to() - period.from()).forEach(one -> one.write(out));
    out.end();
  }

  /** The whole in two words: how it is, and how many alerts fire. */
  private Response status() {
    Insight known = insight;
    AgentReport agent = report;
    if (known == null || agent == null) {
      throw notStarted();
    }
    AgentReport.Snapshot snapshot = agent.snapshot();
    HealthStatus health = snapshot.isDegraded() ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
    for (HealthComponent component : Health.components()) {
      health = health.or(component.share());
    }
    Set<Labels> firing = Forecast.values(known, FIRING).keySet();
    String word = health.word();
    return Answers.success(
        out -> {
          out.object().field("service", snapshot.serviceName());
          out.field("uptime", snapshot.uptimeMillis() / MILLIS);
          out.field("overall_health", word).field("active_alerts", firing.size());
          out.name("alerts").array();
          for (Labels alert : firing) {
            out.object().field("name", alert.get("alertname"));
            out.field("severity", alert.get("severity")).end();
          }
          out.end().end();
        });
  }

  @Override
  public void close() {}
}
