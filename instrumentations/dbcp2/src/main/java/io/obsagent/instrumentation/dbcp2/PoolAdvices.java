// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

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
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.util.NoSuchElementException;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** Advice for data sources and what makes their connections. */
final class PoolAdvices {
  private static final ObservedPools<GenericObjectPool<?>> POOLS =
      new ObservedPools<>(DbcpReader.INSTANCE);

  /** A data source's pool is nobody's to ask for: once for each, when it is first used. */
  private static final WeakMap<BasicDataSource, PoolTimes> SOURCES = new WeakMap<>();

  private PoolAdvices() {}

  /** A data source is asked for a connection, the first time before it has a pool. */
  static final class Asked {
    private static final @Nullable Field POOL = poolOf(BasicDataSource.class);

    private Asked() {}

    @OnEnter
    static Asking enter(@This BasicDataSource source) {
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

    private static @Nullable PoolTimes observe(BasicDataSource source)
        throws IllegalAccessException {
      if (POOL != null && POOL.get(source) instanceof GenericObjectPool<?> pool) {
        return SOURCES.putIfAbsent(
            source, POOLS.observe(pool, PoolLabels.of(source.getJmxName(), source.getUrl())));
      }
      return null;
    }

    private static boolean isTimeout(Throwable thrown) {
      return thrown.getCause() instanceof NoSuchElementException none
          && none.getMessage() != null
          && none.getMessage().startsWith("Timeout");
    }

    private static @Nullable Field poolOf(Class<?> type) {
      try {
        Field field = type.getDeclaredField("connectionPool");
        return field.trySetAccessible() ? field : null;
      } catch (NoSuchFieldException | LinkageError e) {
        return null;
      }
    }
  }

  /**
   * A request for a connection.
   *
   * @param source where it is not known yet what it leads to
   */
  private record Asking(@Nullable BasicDataSource source, PoolTimes.@Nullable Request request) {}

  /** A connection comes back. */
  static final class Returned {
    private Returned() {}

    @OnEnter
    static void enter(
        @This PoolableConnectionFactory factory, @Argument(0) PooledObject<?> connection) {
      PoolTimes times = timesOf(factory);
      if (times != null) {
        times.used(connection.getActiveTimeMillis() * MILLIS);
      }
    }
  }

  /** A connection is opened. */
  static final class Opened {
    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This PoolableConnectionFactory factory) {
      return PoolTimes.Opening.of(timesOf(factory));
    }

    @OnExit
    static void exit(
        @Token PoolTimes.@Nullable Opening opening, @Thrown @Nullable Throwable thrown) {
      PoolTimes.created(opening, thrown);
    }
  }

  private static final long MILLIS = 1_000_000;

  private static @Nullable PoolTimes timesOf(PoolableConnectionFactory factory) {
    return factory.getPool() instanceof GenericObjectPool<?> pool ? POOLS.get(pool) : null;
  }
}
