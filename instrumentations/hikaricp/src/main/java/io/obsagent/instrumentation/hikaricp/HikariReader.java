// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.pool.HikariPool;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a pool of HikariCP. */
final class HikariReader extends PoolReader<HikariPool> {
  static final HikariReader INSTANCE = new HikariReader();

  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private HikariReader() {}

  @Override
  public double[] read(HikariPool pool) {
    return pool.poolState == HikariPool.POOL_SHUTDOWN
        ? closed()
        : values(
            pool.getActiveConnections(),
            pool.getIdleConnections(),
            pool.config.getMaximumPoolSize(),
            pool.getThreadsAwaitingConnection());
  }

  @Override
  public Connection connection(HikariPool pool) throws SQLException {
    return pool.getConnection(LONGEST_WAIT_MILLIS);
  }
}
