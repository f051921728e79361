// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import io.agroal.pool.ConnectionPool;
import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Advice for Agroal's pool. */
final class PoolAdvices {
  static final ObservedPools<ConnectionPool> POOLS = new ObservedPools<>(AgroalReader.INSTANCE);

  private PoolAdvices() {}

  /** A pool begins. */
  static final class Made {
    private Made() {}

    @OnEnter
    static ConnectionPool enter(@This ConnectionPool pool) {
      return pool;
    }

    @OnExit
    static void exit(@Token ConnectionPool pool, @Thrown @Nullable Throwable thrown) {
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
    static void exit(
        @Token PoolTimes.Request request,
        @Return @Nullable Connection connection,
        @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        request.served(connection);
      } else if (isTimeout(thrown)) {
        request.timedOut();
      }
    }

    /** It has no type of its own for it, and no code. */
    private static boolean isTimeout(Throwable thrown) {
      String message = thrown.getMessage();
      return thrown instanceof SQLException
          && message != null
          && message.contains("cquisition timeout");
    }
  }

  /** A pool ends. */
  static final class Closed {
    private Closed() {}

    @OnEnter
    static void enter(@This ConnectionPool pool) {
      PoolTimes times = POOLS.get(pool);
      if (times != null) {
        times.close();
      }
    }
  }

  private static PoolTimes timesOf(ConnectionPool pool) {
    PoolTimes times = POOLS.get(pool);
    return times == null ? observe(pool) : times;
  }

  private static PoolTimes observe(ConnectionPool pool) {
    String url = pool.getConfiguration().connectionFactoryConfiguration().jdbcUrl();
    return POOLS.observe(pool, PoolLabels.of(null, url));
  }
}
