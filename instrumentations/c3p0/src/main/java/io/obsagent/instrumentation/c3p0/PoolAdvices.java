// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import com.mchange.v2.c3p0.DriverManagerDataSource;
import com.mchange.v2.c3p0.WrapperConnectionPoolDataSource;
import com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource;
import com.mchange.v2.resourcepool.TimeoutException;
import io.obsagent.instrumentation.shared.pool.Loans;
import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Advice for c3p0's data sources, which have a pool from their first use on. */
final class PoolAdvices {
  static final ObservedPools<AbstractPoolBackedDataSource> POOLS =
      new ObservedPools<>(C3p0Reader.INSTANCE);

  private static final Loans LOANS = new Loans(true);

  /** By what opens their connections. */
  private static final WeakMap<Object, PoolTimes> OPENERS = new WeakMap<>();

  private PoolAdvices() {}

  /** A data source is asked for a connection, the first time before it has a pool. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static Asking enter(@This AbstractPoolBackedDataSource source) {
      PoolTimes times = POOLS.get(source);
      if (times == null) {
        watchOpener(source);
      }
      return new Asking(times == null ? source : null, times == null ? null : times.request());
    }

    @OnExit
    static void exit(
        @Token Asking asking,
        @Return @Nullable Connection connection,
        @Thrown @Nullable Throwable thrown) {
      if (asking.source != null && thrown == null) {
        PoolTimes times = observe(asking.source);
        times.taken(connection);
        LOANS.lent(times, connection);
      }
      if (asking.request != null) {
        if (thrown == null) {
          asking.request.served(connection);
          LOANS.lent(asking.request.times(), connection);
        } else if (thrown.getCause() instanceof TimeoutException) {
          asking.request.timedOut();
        }
      }
    }
  }

  /** A connection is opened. */
  static final class Opened {
    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This Object opener) {
      return PoolTimes.Opening.of(OPENERS.get(opener));
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Opening opening, @Thrown @Nullable Throwable thrown) {
      PoolTimes.created(opening, thrown);
    }
  }

  /** A connection comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(@This Object connection) {
      LOANS.givenBack(connection);
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

  /** The pool opens its first connections before there is anything to observe. */
  private static void watchOpener(AbstractPoolBackedDataSource source) {
    Object opener = source.getConnectionPoolDataSource();
    if (opener != null && OPENERS.get(opener) == null) {
      OPENERS.put(opener, ObservedPools.timesOf(labels(source)));
    }
  }

  private static PoolTimes observe(AbstractPoolBackedDataSource source) {
    return POOLS.observe(source, labels(source));
  }

  private static PoolLabels labels(AbstractPoolBackedDataSource source) {
    String name = source.getDataSourceName();
    boolean given = name != null && !name.equals(source.getIdentityToken());
    return PoolLabels.of(given ? name : null, url(source));
  }

  private static @Nullable String url(AbstractPoolBackedDataSource source) {
    return source.getConnectionPoolDataSource() instanceof WrapperConnectionPoolDataSource wrapper
            && wrapper.getNestedDataSource() instanceof DriverManagerDataSource driver
        ? driver.getJdbcUrl()
        : null;
  }
}
