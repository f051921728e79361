// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the databases of the application's pools what the user wants known, on one thread of the
 * agent's: each database once, over one connection at a time that the pool can spare. Turns are one
 * thread's; {@link #collect} is anyone's.
 */
final class SqlProbes implements AutoCloseable {
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_DATABASES = 20;

  private final Supplier<List<DbPools.Pool>> pools;
  private final Map<DbPools.Pool, DbTarget> targets = new HashMap<>();
  private final Map<Key, ProbeRun> runs = new HashMap<>();
  private volatile List<ProbeRun> told = List.of();
  private volatile List<SqlProbe> probes = List.of();
  private @Nullable AgentLoop loop;

  /** A probe of a database, whichever pool leads there. */
  private record Key(SqlProbe probe, String database) {}

  /**
   * @param pools those that are there now
   */
  SqlProbes(Supplier<List<DbPools.Pool>> pools) {
    this.pools = pools;
  }

  /** Asks these from now on, and starts a thread if there are any. */
  synchronized void use(List<SqlProbe> wanted) {
    prepare(wanted);
    if (loop != null) {
      loop.wake();
    } else if (!wanted.isEmpty()) {
      loop = new AgentLoop("sql-probes", this::turn).start();
    }
  }

  /** The same without a thread. */
  void prepare(List<SqlProbe> wanted) {
    probes = wanted;
  }

  /** Asks what is due; answers the nanoseconds until the next turn. */
  long turn() {
    List<SqlProbe> wanted = probes;
    List<DbPools.Pool> open = pools.get();
    targets.keySet().retainAll(new HashSet<>(open));
    Set<String> seen = new HashSet<>();
    for (DbPools.Pool pool : open) {
      turn(pool, wanted.stream().filter(probe -> probe.isOfPool(pool.name())).toList(), seen);
    }
    runs.keySet().removeIf(key -> !wanted.contains(key.probe) || !seen.contains(key.database));
    told = List.copyOf(runs.values());
    long now = System.nanoTime();
    return Math.max(
        TimeUnit.MILLISECONDS.toNanos(100),
        runs.values().stream().mapToLong(run -> run.due() - now).min().orElse(LONGEST_PAUSE));
  }

  private void turn(DbPools.Pool pool, List<SqlProbe> wanted, Set<String> seen) {
    if (wanted.isEmpty() || pool.gauges() == null) {
      return;
    }
    DbTarget known = targets.get(pool);
    if (known == null) {
      ask(pool, wanted, seen);
      return;
    }
    String place = place(known);
    boolean first = seen.add(place);
    long now = System.nanoTime();
    if (wanted.stream()
        .anyMatch(probe -> probe.isFor(known.system()) && isDue(probe, place, now, first))) {
      ask(pool, wanted, seen);
    }
  }

  /** Of two pools of one database one asks, unless a probe names the other. */
  private boolean isDue(SqlProbe probe, String place, long now, boolean first) {
    ProbeRun run = runs.get(new Key(probe, place));
    return run == null ? first || !probe.pool().isEmpty() : run.due() - now <= 0;
  }

  private void ask(DbPools.Pool pool, List<SqlProbe> wanted, Set<String> seen) {
    Duration longest =
        wanted.stream().map(SqlProbe::timeout).max(Duration::compareTo).orElseThrow();
    try (ReadOnlySession session = ReadOnlySession.open(pool, longest)) {
      DbTarget target = session.target();
      targets.put(pool, target);
      String place = place(target);
      seen.add(place);
      for (SqlProbe probe : wanted) {
        if (probe.isFor(target.system())) {
          ask(session, probe, place);
        }
      }
    } catch (ReadOnlySession.Busy e) {
      AgentLog.debug("sql_probes: " + e.getMessage());
    } catch (SQLException | RuntimeException | LinkageError e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "sql_probes." + pool.name(),
          "sql_probes: pool " + pool.name() + " gives no connection: " + ProbeRun.brief(e));
    }
  }

  private void ask(ReadOnlySession session, SqlProbe probe, String place) {
    Key key = new Key(probe, place);
    ProbeRun run = runs.get(key);
    if (run == null) {
      if (runs.keySet().stream().map(Key::database).distinct().count() >= MAX_DATABASES
          && runs.keySet().stream().noneMatch(each -> each.database.equals(place))) {
        return;
      }
      run = new ProbeRun(probe, session.target(), System.nanoTime());
      runs.put(key, run);
    }
    if (run.due() - System.nanoTime() <= 0) {
      run.ask(session);
    }
  }

  private static String place(DbTarget target) {
    return target.system() + '|' + target.host() + '|' + target.port() + '|' + target.namespace();
  }

  /** What each probe said last; nothing of one that fails. */
  List<MetricFamily> collect() {
    Map<MetricDefinition, List<MetricFamily.Point>> points = new LinkedHashMap<>();
    Set<List<Object>> series = new HashSet<>();
    for (ProbeRun run : told) {
      for (MetricFamily.Point point : run.last()) {
        if (series.add(List.of(run.metric().name(), point.labelValues()))) {
          points.computeIfAbsent(run.metric(), metric -> new ArrayList<>()).add(point);
        }
      }
    }
    List<MetricFamily> families = new ArrayList<>();
    points.forEach((metric, known) -> families.add(new MetricFamily(metric, List.copyOf(known))));
    return families;
  }

  @Override
  public synchronized void close() {
    if (loop != null) {
      loop.close();
    }
  }
}
