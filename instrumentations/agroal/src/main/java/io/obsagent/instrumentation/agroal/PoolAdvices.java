// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import io.agroal.pool.ConnectionFactory;
import io.agroal.pool.ConnectionPool;
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
import io.obsagent.spi.telemetry.HeldState;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Advice for Agroal's pool. */
final class PoolAdvices {
  static final ObservedPools<ConnectionPool> POOLS = new ObservedPools<>(AgroalReader.INSTANCE);

  private static final Loans LOANS = new Loans(true);
  private static final HeldState<ConnectionFactory, PoolTimes> FACTORIES =
      new HeldState<>(PoolTimes.class);

  /** Nothing else leads from what opens connections to its pool. */
  private static final @Nullable Field FACTORY = factory();

  private PoolAdvices() {}

  private static @Nullable Field factory() {
    try {
      Field field = ConnectionPool.class.getDeclaredField("connectionFactory");
      return field.getType() == ConnectionFactory.class && field.trySetAccessible() ? field : null;
    } catch (NoSuchFieldException | LinkageError e) {
      return null;
    }
  }

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
        LOANS.lent(request.times(), connection);
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

  /** A connection is opened. */
  static final class Opened {
    private Opened() {}

    @OnEnter
    static PoolTimes.@Nullable Opening enter(@This ConnectionFactory factory) {
      return PoolTimes.Opening.of(FACTORIES.get(factory));
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
    PoolTimes times = POOLS.observe(pool, PoolLabels.of(null, url));
    try {
      if (FACTORY != null && FACTORY.get(pool) instanceof ConnectionFactory factory) {
        FACTORIES.put(factory, times);
      }
    } catch (IllegalAccessException e) {
      return times; // what it takes to open a connection is not told, then
    }
    return times;
  }
}
