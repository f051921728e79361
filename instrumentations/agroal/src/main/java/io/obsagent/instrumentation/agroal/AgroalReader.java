// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.ConnectionPool;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pool of Agroal. It counts the connections in use only where its own metrics are on, and
 * then the application could see that we had them on; so they are counted by what state each is in.
 */
final class AgroalReader extends PoolReader<ConnectionPool> {
  static final AgroalReader INSTANCE = new AgroalReader();

  private static final @Nullable Field CONNECTIONS = field(ConnectionPool.class, "allConnections");
  private static final @Nullable Field STATE = field(ConnectionHandler.class, "state");

  private AgroalReader() {}

  @Override
  public double[] read(ConnectionPool pool) {
    PoolTimes times = PoolAdvices.POOLS.get(pool);
    return times == null || !times.isOpen()
        ? closed()
        : values(
            count(pool, "CHECKED_OUT"),
            count(pool, "CHECKED_IN"),
            pool.getConfiguration().maxSize(),
            pool.awaitingCount());
  }

  @Override
  public Connection connection(ConnectionPool pool) throws SQLException {
    return pool.getConnection();
  }

  private static double count(ConnectionPool pool, String state) {
    if (CONNECTIONS == null || STATE == null) {
      return Double.NaN;
    }
    try {
      int count = 0;
      if (CONNECTIONS.get(pool) instanceof Iterable<?> handlers) {
        for (Object handler : handlers) {
          count += STATE.get(handler) instanceof Enum<?> its && its.name().equals(state) ? 1 : 0;
        }
      }
      return count;
    } catch (IllegalAccessException e) {
      return Double.NaN;
    }
  }

  private static @Nullable Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      return field.trySetAccessible() ? field : null;
    } catch (NoSuchFieldException | LinkageError e) {
      return null; // another version
    }
  }
}
