// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import com.mchange.v2.c3p0.DriverManagerDataSource;
import com.mchange.v2.c3p0.WrapperConnectionPoolDataSource;
import com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource;
import com.mchange.v2.resourcepool.TimeoutException;
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
import org.jspecify.annotations.Nullable;

/** Advice for c3p0's data sources, which have a pool from their first use on. */
final class PoolAdvices {
  static final ObservedPools<AbstractPoolBackedDataSource> POOLS =
      new ObservedPools<>(C3p0Reader.INSTANCE);

  private PoolAdvices() {}

  /** A data source is asked for a connection, the first time before it has a pool. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static Asking enter(@This AbstractPoolBackedDataSource source) {
      PoolTimes times = POOLS.get(source);
      return new Asking(times == null ? source : null, times == null ? null : times.request());
    }

    @OnExit
    static void exit(
        @Token Asking asking,
        @Return @Nullable Connection connection,
        @Thrown @Nullable Throwable thrown) {
      if (asking.source != null && thrown == null) {
        observe(asking.source).taken(connection);
      }
      if (asking.request != null) {
        if (thrown == null) {
          asking.request.served(connection);
        } else if (thrown.getCause() instanceof TimeoutException) {
          asking.request.timedOut();
        }
      }
    }
  }

  /**
   * A request for a connection.
   *
   * @param source where it is not observed yet
   */
  private record Asking(
      @Nullable AbstractPoolBackedDataSource source, PoolTimes.@Nullable Request request) {}

  /** A data source has no pool any more: who asked it about one would open the next. */
  static final class Closed {
    private Closed() {}

    @OnEnter
    static void enter(@This AbstractPoolBackedDataSource source) {
      PoolTimes times = POOLS.get(source);
      if (times != null) {
        times.close();
      }
    }
  }

  private static PoolTimes observe(AbstractPoolBackedDataSource source) {
    String name = source.getDataSourceName();
    boolean given = name != null && !name.equals(source.getIdentityToken());
    return POOLS.observe(source, PoolLabels.of(given ? name : null, url(source)));
  }

  private static @Nullable String url(AbstractPoolBackedDataSource source) {
    return source.getConnectionPoolDataSource() instanceof WrapperConnectionPoolDataSource wrapper
            && wrapper.getNestedDataSource() instanceof DriverManagerDataSource driver
        ? driver.getJdbcUrl()
        : null;
  }
}
