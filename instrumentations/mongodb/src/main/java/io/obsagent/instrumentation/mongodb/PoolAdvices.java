// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.connection.ServerId;
import com.mongodb.internal.connection.ConcurrentPool;
import io.obsagent.instrumentation.shared.pool.ObservedPools;
import io.obsagent.instrumentation.shared.pool.PoolLabels;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbTarget;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Advice for pools, of which a client has one for each server. */
final class PoolAdvices {
  private static final ObservedPools<Object> POOLS = new ObservedPools<>(new Reader());

  private PoolAdvices() {}

  /** A pool is made. */
  static final class Create {
    private Create() {}

    @OnEnter
    static ServerId enter(@Argument(0) ServerId server) {
      return server;
    }

    @OnExit
    static void exit(
        @This Object pool, @Token @Nullable ServerId server, @Thrown @Nullable Throwable thrown) {
      if (server != null && thrown == null) {
        DbTarget target =
            new DbTarget(
                DbKind.DOCUMENT,
                "mongodb",
                null,
                server.getAddress().getHost(),
                server.getAddress().getPort());
        POOLS.observe(pool, PoolLabels.of(null, target));
      }
    }
  }

  /** A pool is closed for good. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object pool) {
      PoolTimes times = POOLS.get(pool);
      if (times != null) {
        times.close();
      }
    }
  }

  /** Reads the driver's pool, whose class is not public. */
  private static final class Reader extends PoolReader<Object> {
    private static final ClassValue<Fields> FIELDS =
        new ClassValue<>() {
          @Override
          protected Fields computeValue(Class<?> type) {
            return new Fields(field(type, "pool"), field(type, "settings"));
          }
        };

    @Override
    public double[] read(Object pool) {
      PoolTimes times = POOLS.get(pool);
      Fields fields = FIELDS.get(pool.getClass());
      if (times == null
          || !times.isOpen()
          || !(value(fields.pool, pool) instanceof ConcurrentPool<?> connections)
          || !(value(fields.settings, pool) instanceof ConnectionPoolSettings settings)) {
        return closed();
      }
      return values(
          connections.getInUseCount(),
          connections.getAvailableCount(),
          settings.getMaxSize() == 0 ? Double.NaN : settings.getMaxSize(),
          Double.NaN);
    }

    private static @Nullable Field field(Class<?> type, String name) {
      try {
        Field field = type.getDeclaredField(name);
        return field.trySetAccessible() ? field : null;
      } catch (NoSuchFieldException ofAnotherVersion) {
        return null;
      }
    }

    private static @Nullable Object value(@Nullable Field field, Object owner) {
      try {
        return field == null ? null : field.get(owner);
      } catch (IllegalAccessException e) {
        return null;
      }
    }

    private record Fields(@Nullable Field pool, @Nullable Field settings) {}
  }
}
