// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/database/queries?sort=total&range=1h}: which SQL statements cost most, fail,
 * are slow, or are run in loops; and what the user wants asked of their databases and pools.
 * Thread-safe.
 */
public final class DatabaseFeature implements Feature {
  static final Option<Boolean> EXPLAIN =
      Option.flag(
          "database.explain",
          false,
          "Whether the plan of a statement that reads may be asked of its database, over a"
              + " connection of the application's, by POST"
              + " /monitoring/database/queries/{id}/explain.");

  static final Option<Boolean> LEAK_SUSPECTS =
      Option.flag(
          "database.leak-suspects",
          false,
          "Whether a connection that the application holds for long is told, with the stack that"
              + " took it.");

  static final Option<Duration> LEAK_AFTER =
      Option.duration(
          "database.leak-after",
          "30s",
          "1s",
          "24h",
          "How long a connection may be held before it is a leak suspect.");

  static final Section<List<SqlProbe>> PROBES =
      new Section<>(
          "sql_probes",
          "What databases are asked, over connections of the application's pools, in read-only"
              + " transactions: presets (postgresql, mysql, mariadb) for sizes, replication, locks"
              + " and sessions, and queries of your own, whose rows are series of a gauge"
              + " sql_probe_NAME.",
          """
          - preset: postgresql
            interval: 1m
          - name: open_orders
            pool: orders
            sql: SELECT status, count(*) AS value FROM orders GROUP BY status
            labels: [status]
            interval: 5m
            timeout: 5s
          """,
          true,
          List.of(),
          SqlProbeFile::parse);

  private static final String PATH = "/monitoring/database/queries";
  private static final String POOLS = "/monitoring/database/pools";
  private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
  private static final long USUAL = Duration.ofHours(1).toMillis();
  private static final int USUAL_COUNT = 50;
  private static final int MOST = 1000;
  private static final double MICROS = 1e6;

  /** Made when somebody asks. */
  private static final class Sorts {
    static final Map<String, ToDoubleFunction<StatementSums>> BY_NAME =
        new TreeMap<>(
            Map.of(
                "total", StatementSums::seconds,
                "p95", sums -> sums.quantile(0.95),
                "calls", StatementSums::calls,
                "rows", StatementSums::rows,
                "errors", StatementSums::errors,
                "repeated", StatementSums::repeated));

    private Sorts() {}
  }

  private final @Nullable Supplier<List<DbCalls>> totals;
  private volatile @Nullable Insight insight;
  private volatile @Nullable CallHistory history;
  private volatile @Nullable Explanations explanations;
  private volatile @Nullable HeldConnections held;
  private @Nullable SqlProbes probes;

  public DatabaseFeature() {
    this(null);
  }

  /**
   * @param totals null for those of this process
   */
  DatabaseFeature(@Nullable Supplier<List<DbCalls>> totals) {
    this.totals = totals;
  }

  private List<DbCalls> totals() {
    return totals == null ? Telemetry.provider().databaseCalls() : totals.get();
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public List<String> paths() {
    return List.of(PATH, POOLS);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(EXPLAIN, LEAK_SUSPECTS, LEAK_AFTER);
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(PROBES);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(PATH, this::answer);
    endpoints.get(POOLS, params -> PoolReport.answer(DbPools.all(), held));
    endpoints.post(PATH + "/{id}/explain", this::explain);
  }

  @Override
  public void start(Insight started, AgentContext context) {
    begin(started);
    if (context.config().get(EXPLAIN)) {
      explanations = new Explanations(DbPools::all);
    }
    if (context.config().get(LEAK_SUSPECTS)) {
      HeldConnections watching =
          new HeldConnections(context.config().get(LEAK_AFTER), DbPools::all);
      watching.start();
      context.metrics().register(watching::collect);
      held = watching;
    }
    probe(context, context.config().get(PROBES));
    context.config().onChange(PROBES, wanted -> probe(context, wanted));
  }

  private synchronized void probe(AgentContext context, List<SqlProbe> wanted) {
    SqlProbes known = probes;
    if (known == null && !wanted.isEmpty()) {
      known = new SqlProbes(DbPools::all);
      context.metrics().register(known::collect);
      probes = known;
    }
    if (known != null) {
      known.use(wanted);
    }
  }

  private Response explain(Params params) {
    Explanations allowed = explanations;
    if (allowed == null) {
      throw new ApiException(
          403, "forbidden", "plans are off; database.explain: true allows to ask for them");
    }
    return allowed.answer(params.path("id"), totals());
  }

  /** Begins without the rest of the agent. */
  void begin(Insight started) {
    history = new CallHistory(started.cycle().now().toEpochMilli());
    insight = started;
  }

  @Override
  public void cycle(long timeMillis) {
    CallHistory kept = history;
    if (kept != null) {
      kept.keep(timeMillis, totals());
    }
  }

  private Response answer(Params params) {
    Insight known = insight;
    CallHistory kept = history;
    if (known == null || kept == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    long range = range(params);
    String sort = params.text("sort").isEmpty() ? "total" : params.text("sort");
    ToDoubleFunction<StatementSums> by = Sorts.BY_NAME.get(sort);
    if (by == null) {
      throw ApiException.badData(
          "invalid parameter \"sort\": expected one of "
              + String.join(", ", Sorts.BY_NAME.keySet()));
    }
    int limit = Math.min(MOST, params.text("limit").isEmpty() ? USUAL_COUNT : params.limit());
    long to = known.cycle().now().toEpochMilli();
    List<StatementSums> all = new ArrayList<>(kept.since(to - range, totals()));
    all.sort(
        Comparator.comparingDouble(by)
            .reversed()
            .thenComparing(sums -> sums.latest().statement().summary())
            .thenComparingLong(sums -> sums.latest().id()));
    return Answers.success(out -> write(out, sort, to - range, to, all, limit));
  }

  private static long range(Params params) {
    if (params.text("range").isEmpty()) {
      return USUAL;
    }
    long range = params.duration("range");
    if (range < SHORTEST || range > CallHistory.LONGEST_MILLIS) {
      throw ApiException.badData(
          "invalid parameter \"range\": expected a time from 1m to 1d, as 30m or 1h");
    }
    return range;
  }

  private static void write(
      JsonWriter out, String sort, long from, long to, List<StatementSums> all, int limit) {
    double seconds = 0;
    long calls = 0;
    for (StatementSums sums : all) {
      seconds += sums.seconds();
      calls += sums.calls();
    }
    out.object().field("sort", sort);
    out.field("from", Instant.ofEpochMilli(from).toString());
    out.field("to", Instant.ofEpochMilli(to).toString());
    out.field("calls", calls).name("total_seconds").value(rounded(seconds));
    out.name("queries").array();
    for (StatementSums sums : all.subList(0, Math.min(limit, all.size()))) {
      write(out.object(), sums, seconds);
      out.end();
    }
    out.end().field("omitted", Math.max(0, all.size() - limit)).end();
  }

  private static void write(JsonWriter out, StatementSums sums, double all) {
    DbCalls known = sums.latest();
    DbTarget target = known.target();
    out.field("id", known.id());
    out.field("text", known.statement().text());
    out.field("summary", known.statement().summary());
    out.field("system", target.system());
    out.field("database", target.namespace());
    out.field("server", server(target));
    out.field("calls", sums.calls()).field("errors", sums.errors());
    out.field("affected_rows", sums.rows()).field("slow", sums.slow());
    out.name("seconds").object();
    out.name("total").value(rounded(sums.seconds()));
    out.name("share").value(rounded(all > 0 ? sums.seconds() / all : 0));
    out.name("mean").value(rounded(sums.seconds() / sums.calls()));
    out.name("p50").value(rounded(sums.quantile(0.5)));
    out.name("p95").value(rounded(sums.quantile(0.95)));
    out.name("p99").value(rounded(sums.quantile(0.99)));
    out.end();
    out.name("slowest").object();
    out.name("seconds").value(rounded(known.slowestNanos() / 1e9));
    out.field("trace_id", known.slowestTraceId()).end();
    out.name("repeated").object().field("traces", sums.repeated());
    out.field("most", known.mostRepeated()).field("trace_id", known.repeatedTraceId()).end();
    DbCalls.Results read = known.results();
    out.name("results").object().field("count", read.count()).field("rows", read.rows());
    out.field("large", read.large()).field("most", read.most());
    out.field("trace_id", read.mostTraceId()).end();
    out.name("unbounded").object().field("calls", known.unbounded().calls());
    out.name("seconds").value(rounded(known.unbounded().longestNanos() / 1e9)).end();
  }

  private static @Nullable String server(DbTarget target) {
    return target.host() == null || target.port() < 0
        ? target.host()
        : target.host() + ':' + target.port();
  }

  private static double rounded(double value) {
    return Math.round(value * MICROS) / MICROS;
  }

  @Override
  public synchronized void close() {
    if (held != null) {
      held.close();
    }
    if (probes != null) {
      probes.close();
    }
  }
}
