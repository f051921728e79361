// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans of statements, one at a time, when somebody asks for one. Thread-safe. */
final class Explanations {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String NONE = "none";

  private final Supplier<List<DbPools.Pool>> pools;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param pools those that are there now
   */
  Explanations(Supplier<List<DbPools.Pool>> pools) {
    this.pools = pools;
  }

  /**
   * @param id as the request has it
   * @param known all statements
   */
  Response answer(String id, List<DbCalls> known) {
    DbCalls statement =
        known.stream().filter(each -> id.equals("" + each.id())).findFirst().orElse(null);
    if (statement == null || statement.id() == 0) {
      throw new ApiException(404, "not_found", "there is no statement of this id");
    }
    String text = statement.statement().text();
    String system = statement.target().system();
    if (!PlanRequest.SYSTEMS.contains(system)) {
      throw refused(
          "a plan can be asked of "
              + String.join(", ", PlanRequest.SYSTEMS)
              + ", not of "
              + system);
    }
    String refusal = text == null ? "it has no text" : ReadOnlySql.refusal(text);
    if (text == null || refusal != null) {
      throw refused("no plan is asked for this statement: " + refusal);
    }
    if (!busy.compareAndSet(false, true)) {
      throw new ApiException(503, "unavailable", "another plan is being asked for");
    }
    try {
      String plan = plan(statement.target(), text);
      return Answers.success(
          out ->
              out.object()
                  .field("id", statement.id())
                  .field("system", system)
                  .field("text", text)
                  .field("plan", plan)
                  .end());
    } finally {
      busy.set(false);
    }
  }

  private static ApiException refused(String message) {
    return new ApiException(422, "refused", message);
  }

  private String plan(DbTarget target, String sql) {
    String why = "no pool of the application leads to its database";
    for (DbPools.Pool pool : pools.get()) {
      if (mayLeadTo(pool, target)) {
        try (ReadOnlySession session = ReadOnlySession.open(pool, TIMEOUT)) {
          if (isSame(session.target(), target)) {
            return explain(session, sql);
          }
        } catch (ReadOnlySession.Busy e) {
          why = String.valueOf(e.getMessage());
        } catch (SQLException | RuntimeException | LinkageError e) {
          if (e instanceof ApiException told) {
            throw told;
          }
          why = "pool " + pool.name() + ": " + ProbeRun.brief(e);
        }
      }
    }
    throw new ApiException(503, "unavailable", why);
  }

  private static String explain(ReadOnlySession session, String sql) {
    try {
      return new PlanRequest(session, TIMEOUT).explain(sql);
    } catch (SQLException e) {
      throw refused("the database gives no plan: " + ProbeRun.brief(e));
    }
  }

  /** Where the pool does not say to which database it leads, its connections do. */
  private static boolean mayLeadTo(DbPools.Pool pool, DbTarget target) {
    return pool.database().equals(NONE) || pool.database().equals(orNone(target.namespace()));
  }

  private static String orNone(@Nullable String name) {
    return name == null ? NONE : name;
  }

  private static boolean isSame(DbTarget one, DbTarget other) {
    return one.system().equals(other.system())
        && one.port() == other.port()
        && Objects.equals(one.host(), other.host())
        && Objects.equals(one.namespace(), other.namespace());
  }
}
