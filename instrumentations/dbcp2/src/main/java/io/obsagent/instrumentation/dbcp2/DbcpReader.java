// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

import io.obsagent.instrumentation.shared.pool.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** Reads a pool of Commons Pool 2. */
final class DbcpReader extends PoolReader<GenericObjectPool<?>> {
  static final DbcpReader INSTANCE = new DbcpReader();

  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private DbcpReader() {}

  @Override
  public double[] read(GenericObjectPool<?> pool) {
    return pool.isClosed()
        ? closed()
        : values(pool.getNumActive(), pool.getNumIdle(), pool.getMaxTotal(), pool.getNumWaiters());
  }

  @Override
  public @Nullable Connection connection(GenericObjectPool<?> pool) throws SQLException {
    try {
      return pool.borrowObject(LONGEST_WAIT_MILLIS) instanceof Connection connection
          ? connection
          : null;
    } catch (Exception e) {
      throw new SQLException(e);
    }
  }
}
