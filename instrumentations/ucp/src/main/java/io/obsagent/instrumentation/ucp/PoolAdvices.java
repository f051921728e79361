// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ucp;

import io.obsagent.instrumentation.shared.pool.Loans;
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
import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.sql.Connection;
import javax.sql.DataSource;
import oracle.ucp.ConnectionFactoryAdapter;
import oracle.ucp.UniversalConnectionPool;
import oracle.ucp.UniversalConnectionPoolException;
import oracle.ucp.common.UniversalConnectionPoolBase;
import oracle.ucp.jdbc.PoolDataSourceImpl;
import org.jspecify.annotations.Nullable;

/** Advice for the data sources of Oracle's Universal Connection Pool. */
final class PoolAdvices {
  private static final ObservedPools<UniversalConnectionPool> POOLS =
      new ObservedPools<>(UcpReader.INSTANCE);

  /** A data source's pool is nobody's to ask for: once for each, when it is first used. */
  private static final WeakMap<PoolDataSourceImpl, PoolTimes> SOURCES = new WeakMap<>();

  private static final WeakMap<ConnectionFactoryAdapter, PoolTimes> OPENERS = new WeakMap<>();

  /** Who gives connections of a pool, which would keep it if this kept its data source. */
  private static final WeakMap<UniversalConnectionPool, WeakReference<PoolDataSourceImpl>> GIVERS =
      new WeakMap<>();

  private static final String MADE_UP = "UniversalConnectionPool(";

  private static final Loans LOANS = new Loans(true);

  private PoolAdvices() {}

  static @Nullable DataSource giver(UniversalConnectionPool pool) {
    WeakReference<PoolDataSourceImpl> known = GIVERS.get(pool);
    return known == null ? null : known.get();
  }

  /** A data source is asked for a connection, the first time before it has a pool. */
  static final class Asked {
    /** Called {@code m_cp} or {@code connectionPool}; null where it is not to be found. */
    private static final @Nullable Field POOL = poolOf(PoolDataSourceImpl.class);

    /** UCP-45064: all connections are in use. */
    private static final int ALL_IN_USE = 45064;

    private Asked() {}

    @OnEnter
    static Asking enter(@This PoolDataSourceImpl source) {
      PoolTimes times = SOURCES.get(source);
      return new Asking(times == null ? source : null, times == null ? null : times.request());
    }

    @OnExit
    static void exit(
        @Token Asking asking,
        @Return @Nullable Connection connection,
        @Thrown @Nullable Throwable thrown)
        throws IllegalAccessException {
      if (asking.source != null) {
        PoolTimes times = observe(asking.source);
        if (times != null) {
          times.taken(connection);
        }
      }
      if (asking.request != null) {
        if (thrown == null) {
          asking.request.served(connection);
        } else if (isTimeout(thrown)) {
          asking.request.timedOut();
        }
      }
    }

    private static @Nullable PoolTimes observe(PoolDataSourceImpl source)
        throws IllegalAccessException {
      if (POOL != null && POOL.get(source) instanceof UniversalConnectionPool pool) {
        String name = source.getConnectionPoolName();
        boolean given = name != null && !name.startsWith(MADE_UP);
        PoolLabels labels = PoolLabels.of(given ? name : null, source.getURL());
        PoolTimes times = SOURCES.putIfAbsent(source, POOLS.observe(pool, labels));
        GIVERS.put(pool, new WeakReference<>(source));
        if (pool instanceof UniversalConnectionPoolBase known) {
          OPENERS.put(known.getConnectionFactoryAdapter(), times);
        }
        return times;
      }
      return null;
    }

    private static boolean isTimeout(Throwable thrown) {
      return thrown.getCause() instanceof UniversalConnectionPoolException failure
          && failure.getErrorCode() == ALL_IN_USE;
    }

    private static @Nullable Field poolOf(Class<?> type) {
      try {
        for (Field field : type.getDeclaredFields()) {
          if (UniversalConnectionPool.class.isAssignableFrom(field.getType())
              && field.trySetAccessible()) {
            return field;
          }
        }
      } catch (LinkageError e) {
        return null; // it may name types of the driver, which need not be there
      }
      return null;
    }
  }

  /** A pool gives a connection. */
  static final class Borrowed {
    private Borrowed() {}

    @OnEnter
    static @Nullable PoolTimes enter(@This UniversalConnectionPool pool) {
      return POOLS.get(pool);
    }

    @OnExit
    static void exit(@Token @Nullable PoolTimes times, @Return @Nullable Object connection) {
      if (times != null) {
        LOANS.lent(times, connection);
      }
    }
  }

  /** A connection comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object connection) {
      LOANS.givenBack(connection);
    }
  }

  /** A connection is opened; what opens one of Oracle's may call what opens any. */
  static final class Opened {
    private static final CallDepth WITHIN = new CallDepth();

    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This ConnectionFactoryAdapter opener) {
      PoolTimes.Opening opening = WITHIN.enter() ? PoolTimes.Opening.of(OPENERS.get(opener)) : null;
      if (opening == null) {
        WITHIN.exit();
      }
      return opening;
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Opening opening, @Thrown @Nullable Throwable thrown) {
      if (opening != null) {
        WITHIN.exit();
        PoolTimes.created(opening, thrown);
      }
    }
  }

  /**
   * A request for a connection.
   *
   * @param source where it is not observed yet
   */
  private record Asking(@Nullable PoolDataSourceImpl source, PoolTimes.@Nullable Request request) {}
}
