// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.telemetry.DbPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Connections that the application has taken from its pools and not given back for long, each with
 * the stack that took it. An agent thread looks each second which are back: the application pays
 * for its stack, and no more. Connections are held until then, for a leak is one that nobody else
 * holds, but not beyond a day or the end of their pool; 5,000 at most, others are not looked at.
 * Thread-safe.
 */
final class HeldConnections implements DbPools.Watch, AutoCloseable {
  static final MetricDefinition SUSPECTS =
      MetricDefinition.gauge(
              "database_connections_leak_suspects",
              "Connections that the application has held for longer than database.leak-after.")
          .unit("{connection}")
          .labels("database", "pool");

  private static final int MAX = 5_000;
  private static final int MAX_FRAMES = 40;
  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FORGOTTEN_NANOS = TimeUnit.DAYS.toNanos(1);

  private final long suspectNanos;
  private final Supplier<List<DbPools.Pool>> pools;
  private final Set<Held> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger size = new AtomicInteger();
  private final AgentLoop loop = new AgentLoop("leak-suspects", this::turn);

  /** A connection from when it was taken; equal to itself only. */
  static final class Held {
    final String database;
    final String pool;
    final String thread = Thread.currentThread().getName();
    final long since = System.nanoTime();
    private final BooleanSupplier back;
    private final Throwable place;
    private volatile boolean told;

    Held(String database, String pool, BooleanSupplier back, Throwable place) {
      this.database = database;
      this.pool = pool;
      this.back = back;
      this.place = place;
    }

    private boolean isBack() {
      try {
        return back.getAsBoolean();
      } catch (RuntimeException | LinkageError e) {
        return true; // what fails is the driver, and nothing more can be said of it
      }
    }

    double seconds() {
      return (System.nanoTime() - since) / 1e9;
    }

    /** From the pool's method outwards, without the agent's. */
    List<String> stack() {
      List<String> frames = new ArrayList<>();
      for (StackTraceElement frame : place.getStackTrace()) {
        boolean own =
            frame.getClassName().startsWith("io.obsagent.")
                    && !frame.getClassName().startsWith("io.obsagent.smoke.")
                || frame.getClassName().startsWith("java.lang.invoke.");
        if (!own && frames.size() < MAX_FRAMES) {
          frames.add(frame.toString());
        }
      }
      return frames;
    }
  }

  /**
   * @param suspect time after which a connection is told
   * @param pools those that are there now
   */
  HeldConnections(Duration suspect, Supplier<List<DbPools.Pool>> pools) {
    this.suspectNanos = suspect.toNanos();
    this.pools = pools;
  }

  void start() {
    DbPools.watch(this);
    loop.start();
  }

  @Override
  public void taken(String database, String pool, BooleanSupplier isBack, Throwable place) {
    if (!AgentThread.isCurrent() && size.get() < MAX) {
      size.incrementAndGet();
      all.add(new Held(database, pool, isBack, place));
    }
  }

  /** Forgets what is closed, and tells once of each that is held for long. */
  long turn() {
    Set<List<String>> open = new HashSet<>();
    for (DbPools.Pool pool : pools.get()) {
      if (pool.gauges() != null) {
        open.add(List.of(pool.database(), pool.name()));
      }
    }
    long now = System.nanoTime();
    for (Held held : all) {
      boolean over =
          now - held.since > FORGOTTEN_NANOS
              || !open.contains(List.of(held.database, held.pool))
              || held.isBack();
      if (over && all.remove(held)) {
        size.decrementAndGet();
      } else if (!over && !held.told && now - held.since >= suspectNanos) {
        held.told = true;
        tell(held);
      }
    }
    return TURN_NANOS;
  }

  private static void tell(Held held) {
    List<String> stack = held.stack();
    AgentLog.limited(
        AgentLog.Level.WARN,
        "leak-suspects." + held.pool,
        "a connection of pool "
            + held.pool
            + " is held for "
            + Math.round(held.seconds())
            + " s; taken by thread "
            + held.thread
            + " at "
            + String.join(" < ", stack.subList(0, Math.min(8, stack.size()))));
  }

  /** Those that are held for long, the longest first. */
  List<Held> suspects() {
    long now = System.nanoTime();
    return all.stream()
        .filter(held -> now - held.since >= suspectNanos && !held.isBack())
        .sorted(Comparator.comparingLong(held -> held.since - now))
        .toList();
  }

  /** A series for each pool that there is. */
  List<MetricFamily> collect() {
    Map<List<String>, NumberPoint> points = new TreeMap<>(Comparator.comparing(String::valueOf));
    List<Held> suspects = suspects();
    for (DbPools.Pool pool : pools.get()) {
      List<String> labels = List.of(pool.database(), pool.name());
      if (pool.gauges() != null) {
        long count =
            suspects.stream()
                .filter(each -> labels.equals(List.of(each.database, each.pool)))
                .count();
        points.put(labels, new NumberPoint(labels, count, null));
      }
    }
    return points.isEmpty()
        ? List.of()
        : List.of(new MetricFamily(SUSPECTS, List.copyOf(points.values())));
  }

  @Override
  public void close() {
    DbPools.watch(null);
    loop.close();
    all.clear();
  }
}
