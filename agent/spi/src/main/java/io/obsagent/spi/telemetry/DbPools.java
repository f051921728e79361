// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.Metrics;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's pools of connections, for what is asked of them beside their gauges. A pool and
 * its source are held weakly. At most 250 pools; what comes beyond is not known here. Thread-safe.
 */
public final class DbPools {
  private static final int MAX = 250;
  private static final List<Pool> POOLS = new ArrayList<>();

  private static volatile @Nullable Watch watch;

  private DbPools() {}

  /**
   * Reads the gauges of a pool (in use, idle, at most, waited for), and borrows from it.
   *
   * @param <P> the library's type of a pool
   */
  public interface Source<P> extends Metrics.Reader<P> {
    /**
     * Takes a connection as the application does; closing it gives it back. On threads of the
     * agent's only.
     *
     * @return null where the pool has none for JDBC
     */
    default @Nullable Connection connection(P pool) throws SQLException {
      return null;
    }
  }

  /** Is told of each connection that a pool gives to the application; must be quick. */
  @FunctionalInterface
  public interface Watch {
    /**
     * @param isBack asked now and then by a thread of the agent's: whether it was given back
     * @param place the stack that took it
     */
    void taken(String database, String pool, BooleanSupplier isBack, Throwable place);
  }

  /**
   * Adds a pool.
   *
   * @param source a constant of the instrumentation
   * @param database its name, or {@code none}
   * @param name of the pool
   */
  public static <P> void add(P pool, Source<P> source, String database, String name) {
    synchronized (POOLS) {
      POOLS.removeIf(Pool::isGone);
      if (POOLS.size() < MAX) {
        POOLS.add(new Pool(new Access<>(pool, source), database, name));
      }
    }
  }

  /** Those that are still there, in the order in which they came. */
  public static List<Pool> all() {
    synchronized (POOLS) {
      POOLS.removeIf(Pool::isGone);
      return List.copyOf(POOLS);
    }
  }

  /**
   * @param told null for nobody
   */
  public static void watch(@Nullable Watch told) {
    watch = told;
  }

  /** Whether anybody wants to know what pools give. */
  public static boolean isWatched() {
    return watch != null;
  }

  /** A pool has given a connection of JDBC to the application. */
  public static void taken(String database, String pool, @Nullable Connection connection) {
    if (watch != null && connection != null) {
      taken(database, pool, () -> isClosed(connection), new Throwable());
    }
  }

  /** A pool has given something to the application, see {@link Watch#taken}. */
  public static void taken(String database, String pool, BooleanSupplier isBack, Throwable place) {
    Watch told = watch;
    if (told != null) {
      told.taken(database, pool, isBack, place);
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true; // nothing more can be said of it
    }
  }

  private static final class Access<P> {
    private final WeakReference<P> pool;
    private final WeakReference<Source<P>> source;

    Access(P pool, Source<P> source) {
      this.pool = new WeakReference<>(pool);
      this.source = new WeakReference<>(source);
    }

    double @Nullable [] read() {
      P known = pool.get();
      Source<P> reader = source.get();
      return known == null || reader == null ? null : reader.read(known);
    }

    @Nullable Connection connection() throws SQLException {
      P known = pool.get();
      Source<P> reader = source.get();
      return known == null || reader == null ? null : reader.connection(known);
    }
  }

  /** A pool of the application. */
  public static final class Pool {
    private final Access<?> access;
    private final String database;
    private final String name;

    private Pool(Access<?> access, String database, String name) {
      this.access = access;
      this.database = database;
      this.name = name;
    }

    /** As the label of its metrics: {@code none} where it is not known. */
    public String database() {
      return database;
    }

    /** As the label of its metrics. */
    public String name() {
      return name;
    }

    public boolean isGone() {
      return access.pool.refersTo(null) || access.source.refersTo(null);
    }

    /**
     * Connections in use, idle, at most, and waited for; NaN where one is not known.
     *
     * @return null of a pool that is gone or closed, or that fails when it is asked
     */
    public double @Nullable [] gauges() {
      try {
        double[] values = access.read();
        return values == null || Double.isNaN(values[0]) ? null : values;
      } catch (RuntimeException | LinkageError e) {
        return null;
      }
    }

    /**
     * Takes a connection, with the class loader of the pool's library as the thread's: drivers look
     * there for classes.
     *
     * @return null where the pool is gone, or has none for JDBC
     */
    public @Nullable Connection connection() throws SQLException {
      Object pool = access.pool.get();
      if (pool == null) {
        return null;
      }
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(pool.getClass().getClassLoader());
      try {
        return access.connection();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
