// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbTarget;
import java.sql.Connection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Advice for pools. */
final class PoolAdvices {
  private static final ObservedPools<HikariPool> POOLS = new ObservedPools<>(HikariReader.INSTANCE);

  private PoolAdvices() {}

  /** A pool is given its tracker, as it is made or later, or told that there is none. */
  static final class Tracked {
    private Tracked() {}

    @ReplaceArgument(0)
    static MetricsTrackerFactory factory(
        @This HikariPool pool, @Argument(0) @Nullable MetricsTrackerFactory factory) {
      return new MeasuredTracker.Factory(observe(pool), factory);
    }
  }

  /** A pool is asked for a connection: it may have lived before the agent came. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static PoolTimes enter(@This HikariPool pool) {
      PoolTimes times = POOLS.get(pool);
      return times == null ? observe(pool) : times;
    }

    @OnExit
    static void exit(@Token PoolTimes times, @Return @Nullable Connection connection) {
      times.taken(connection);
    }
  }

  private static PoolTimes observe(HikariPool pool) {
    return POOLS.observe(pool, labels(pool.config));
  }

  static PoolLabels labels(HikariConfig config) {
    String url = config.getJdbcUrl();
    Properties properties = config.getDataSourceProperties();
    if (url == null) {
      url = text(properties, "url");
      url = url == null ? text(properties, "URL") : url;
    }
    DbTarget target =
        url == null
            ? new DbTarget(DbKind.SQL, "other_sql", text(properties, "databaseName"), null, -1)
            : DbTarget.ofJdbcUrl(url);
    return PoolLabels.of(config.getPoolName(), target);
  }

  /** Only texts: what else an application puts there is its own to call. */
  private static @Nullable String text(Properties properties, String name) {
    return properties.get(name) instanceof String text ? text : null;
  }
}
