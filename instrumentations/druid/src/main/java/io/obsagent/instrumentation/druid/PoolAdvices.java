// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import com.alibaba.druid.pool.DruidDataSource;
import com.alibaba.druid.pool.DruidPooledConnection;
import com.alibaba.druid.pool.GetConnectionTimeoutException;
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
import org.jspecify.annotations.Nullable;

/** Advice for Druid's data source, which is a pool. */
final class PoolAdvices {
  private static final ObservedPools<DruidDataSource> POOLS =
      new ObservedPools<>(DruidReader.INSTANCE);
  private static final String MADE_UP = "DataSource-";
  private static final long MILLIS = 1_000_000;

  private PoolAdvices() {}

  /** A pool is asked for a connection. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static PoolTimes.Request enter(@This DruidDataSource pool) {
      return timesOf(pool).request();
    }

    @OnExit
    static void exit(
        @Token PoolTimes.Request request,
        @Return @Nullable Connection connection,
        @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        request.served(connection);
      } else if (thrown instanceof GetConnectionTimeoutException) {
        request.timedOut();
      }
    }
  }

  /** A connection comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(
        @This DruidDataSource pool, @Argument(0) @Nullable DruidPooledConnection connection) {
      if (connection != null) {
        long millis = System.currentTimeMillis() - connection.getConnectedTimeMillis();
        timesOf(pool).used(Math.max(0, millis) * MILLIS);
      }
    }
  }

  /** A connection is opened. */
  static final class Opened {
    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This Object source) {
      return source instanceof DruidDataSource pool ? PoolTimes.Opening.of(POOLS.get(pool)) : null;
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Opening opening, @Thrown @Nullable Throwable thrown) {
      PoolTimes.created(opening, thrown);
    }
  }

  private static PoolTimes timesOf(DruidDataSource pool) {
    PoolTimes times = POOLS.get(pool);
    return times == null ? observe(pool) : times;
  }

  private static PoolTimes observe(DruidDataSource pool) {
    String name = pool.getName();
    boolean given = name != null && !name.startsWith(MADE_UP);
    return POOLS.observe(pool, PoolLabels.of(given ? name : null, pool.getUrl()));
  }
}
