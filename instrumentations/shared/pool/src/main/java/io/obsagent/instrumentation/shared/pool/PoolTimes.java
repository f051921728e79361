// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.pool;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Counter;
import io.obsagent.spi.metrics.Metrics.Histogram;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.Telemetry;
import java.sql.Connection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The times of one pool, in series that are bound once: what a library does not tell makes none.
 * Thread-safe.
 */
public final class PoolTimes {
  static final MetricDefinition WAIT =
      histogram(
          "wait", "Time that those waited who asked a pool for a connection, in vain or not.");

  static final MetricDefinition USE =
      histogram("use", "Time from when a pool gives a connection until it is given back.");

  static final MetricDefinition CREATE =
      histogram("create", "Time to open a connection that a pool keeps.");

  static final MetricDefinition TIMEOUTS =
      MetricDefinition.counter(
              "database_connection_timeouts_total",
              "Requests for a connection that a pool could not serve in time.")
          .unit("{timeout}")
          .labels("database", "pool")
          .semconv(
              SemconvName.of("db.client.connection.timeouts", "{timeout}")
                  .attribute("pool", "db.client.connection.pool.name"));

  private static final double SECOND = 1e9;

  private final PoolLabels labels;
  private volatile @Nullable Requests requests;
  private volatile Histogram.@Nullable Series use;
  private volatile Histogram.@Nullable Series create;
  private volatile boolean open = true;

  PoolTimes(PoolLabels labels) {
    this.labels = labels;
  }

  /** Those for a connection. */
  private record Requests(Histogram.Series waits, Counter.Series timeouts) {}

  private Requests requests() {
    Requests known = requests;
    if (known == null) {
      String database = labels.database();
      String pool = labels.pool();
      known =
          new Requests(
              Telemetry.metrics().histogram(WAIT).labels(database, pool),
              Telemetry.metrics().counter(TIMEOUTS).labels(database, pool));
      known.timeouts.add(0);
      requests = known;
    }
    return known;
  }

  /** Somebody asks for a connection. */
  public Request request() {
    open = true;
    return new Request(this, System.nanoTime());
  }

  /** A request for a connection, from when it came. */
  public static final class Request {
    private final PoolTimes times;
    private final long start;

    private Request(PoolTimes times, long start) {
      this.times = times;
      this.start = start;
    }

    /** Those of the pool that is asked. */
    public PoolTimes times() {
      return times;
    }

    public void served() {
      times.waitedSince(start);
    }

    /** The same, with what is given. */
    public void served(@Nullable Connection connection) {
      served();
      times.taken(connection);
    }

    public void timedOut() {
      served();
      times.timedOut();
    }
  }

  /** A connection is given to the application. */
  public void taken(@Nullable Connection connection) {
    DbPools.taken(labels.database(), labels.pool(), connection);
  }

  /**
   * The same of a pool that has another kind of connections.
   *
   * @param isBack whether it was given back; asked by a thread of the agent's
   * @param place the stack that took it
   */
  public void taken(BooleanSupplier isBack, Throwable place) {
    DbPools.taken(labels.database(), labels.pool(), isBack, place);
  }

  public void waited(long nanos) {
    requests().waits.record(nanos / SECOND);
  }

  /**
   * The same until now.
   *
   * @param start as {@link System#nanoTime}
   */
  public void waitedSince(long start) {
    long now = System.nanoTime();
    requests().waits.record((now - start) / SECOND, now);
  }

  public void timedOut() {
    requests().timeouts.add(1);
  }

  public void used(long nanos) {
    Histogram.Series series = use;
    if (series == null) {
      series = Telemetry.metrics().histogram(USE).labels(labels.database(), labels.pool());
      use = series;
    }
    series.record(nanos / SECOND);
  }

  /** From when a connection began to be opened, unless it failed. */
  public static void created(@Nullable Opening opening, @Nullable Throwable thrown) {
    if (opening != null && thrown == null) {
      opening.times.created(System.nanoTime() - opening.start);
    }
  }

  /** A connection that is opened, of a pool that is known. */
  public record Opening(PoolTimes times, long start) {
    /** Null where the pool is not. */
    public static @Nullable Opening of(@Nullable PoolTimes times) {
      return times == null ? null : new Opening(times, System.nanoTime());
    }
  }

  public void created(long nanos) {
    Histogram.Series series = create;
    if (series == null) {
      series = Telemetry.metrics().histogram(CREATE).labels(labels.database(), labels.pool());
      create = series;
    }
    series.record(nanos / SECOND);
  }

  /** For pools that do not tell of it themselves; a request opens it again. */
  public void close() {
    open = false;
  }

  public boolean isOpen() {
    return open;
  }

  private static MetricDefinition histogram(String name, String help) {
    return MetricDefinition.histogram(
            "database_connection_" + name + "_seconds",
            help,
            0.0001,
            0.001,
            0.005,
            0.01,
            0.05,
            0.1,
            0.5,
            1,
            5,
            10,
            60)
        .unit("s")
        .labels("database", "pool")
        .semconv(
            SemconvName.of("db.client.connection." + name + "_time", "s")
                .attribute("pool", "db.client.connection.pool.name"));
  }
}
