// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjdbc;

import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.sql.Connection;
import org.apache.tomcat.jdbc.pool.ConnectionPool;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.apache.tomcat.jdbc.pool.PooledConnection;
import org.jspecify.annotations.Nullable;

/** Advice for the pools of Tomcat JDBC. */
final class PoolAdvices {
  private static final ObservedPools<ConnectionPool> POOLS =
      new ObservedPools<>(TomcatReader.INSTANCE);
  private static final String MADE_UP = "Tomcat Connection Pool[";
  private static final long MILLIS = 1_000_000;

  private PoolAdvices() {}

  /** A pool is made. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This ConnectionPool pool, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        timesOf(pool);
      }
    }
  }

  /** A pool is asked for a connection. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static PoolTimes.Request enter(@This ConnectionPool pool) {
      return timesOf(pool).request();
    }

    @OnExit
    static void exit(@Token PoolTimes.Request request, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        request.served();
      } else if (thrown instanceof PoolExhaustedException) {
        request.timedOut();
      }
    }
  }

  /** A connection is made ready for the application. */
  static final class Taken {
    private Taken() {}

    @OnEnter
    static PoolTimes enter(@This ConnectionPool pool) {
      return timesOf(pool);
    }

    @OnExit
    static void exit(@Token PoolTimes times, @Return @Nullable Connection connection) {
      times.taken(connection);
    }
  }

  /** A connection comes back; its time stamp is when it was given. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(
        @This ConnectionPool pool, @Argument(0) @Nullable PooledConnection connection) {
      if (connection != null) {
        long millis = System.currentTimeMillis() - connection.getTimestamp();
        timesOf(pool).used(Math.max(0, millis) * MILLIS);
      }
    }
  }

  /** A connection is opened. */
  static final class Opened {
    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This ConnectionPool pool) {
      return PoolTimes.Opening.of(timesOf(pool));
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Opening opening, @Thrown @Nullable Throwable thrown) {
      PoolTimes.created(opening, thrown);
    }
  }

  private static PoolTimes timesOf(ConnectionPool pool) {
    PoolTimes times = POOLS.get(pool);
    return times == null ? observe(pool) : times;
  }

  private static PoolTimes observe(ConnectionPool pool) {
    String name = pool.getName();
    boolean given = name != null && !name.startsWith(MADE_UP);
    return POOLS.observe(
        pool, PoolLabels.of(given ? name : null, pool.getPoolProperties().getUrl()));
  }
}
