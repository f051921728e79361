// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbTarget;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Advice for pools. */
final class PoolAdvices {
  private static final ObservedPools<ConnectionPool> POOLS = new ObservedPools<>(new Reader());

  private static final Guard GUARD = Guard.of(PoolAdvices.class);

  /** Of a pool's connection: whether it was given back. */
  private static final ClassValue<@Nullable Field> CLOSED =
      new ClassValue<>() {
        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          try {
            Field field = type.getDeclaredField("closed");
            return field.getType() == boolean.class && field.trySetAccessible() ? field : null;
          } catch (NoSuchFieldException | LinkageError e) {
            return null;
          }
        }
      };

  private PoolAdvices() {}

  /** A pool is made. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This ConnectionPool pool, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        DbTarget known = Targets.OF_FACTORIES.get(pool.unwrap());
        POOLS.observe(pool, PoolLabels.of(null, known == null ? DbTarget.UNKNOWN_SQL : known));
      }
    }
  }

  /** A connection is asked for; it comes when somebody subscribes. */
  static final class Ask {
    private Ask() {}

    @OnEnter
    static @Nullable PoolTimes enter(@This ConnectionPool pool) {
      return DbPools.isWatched() ? POOLS.get(pool) : null;
    }

    @OnExit
    static @Nullable Mono<?> exit(
        @Token @Nullable PoolTimes times, @Return @Nullable Mono<?> connections) {
      if (times == null || connections == null) {
        return connections;
      }
      Throwable place = new Throwable();
      return connections.doOnNext(connection -> taken(connection, times, place));
    }
  }

  private static void taken(Object connection, PoolTimes times, Throwable place) {
    try {
      Field closed = CLOSED.get(connection.getClass());
      if (closed != null) {
        times.taken(() -> isTrue(closed, connection), place);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static boolean isTrue(Field closed, Object connection) {
    try {
      return closed.getBoolean(connection);
    } catch (IllegalAccessException e) {
      return true; // nothing more can be said of it
    }
  }

  private static final class Reader extends PoolReader<ConnectionPool> {
    @Override
    public double[] read(ConnectionPool pool) {
      PoolMetrics metrics = pool.isDisposed() ? null : pool.getMetrics().orElse(null);
      return metrics == null
          ? closed()
          : values(
              metrics.acquiredSize(),
              metrics.idleSize(),
              metrics.getMaxAllocatedSize(),
              metrics.pendingAcquireSize());
    }
  }
}
