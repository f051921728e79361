// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import com.alibaba.druid.pool.DruidDataSource;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a pool of Druid. */
final class DruidReader extends PoolReader<DruidDataSource> {
  static final DruidReader INSTANCE = new DruidReader();

  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private DruidReader() {}

  @Override
  public double[] read(DruidDataSource pool) {
    return pool.isClosed()
        ? closed()
        : values(
            pool.getActiveCount(),
            pool.getPoolingCount(),
            pool.getMaxActive(),
            pool.getNotEmptyWaitThreadCount());
  }

  @Override
  public Connection connection(DruidDataSource pool) throws SQLException {
    return pool.getConnection(LONGEST_WAIT_MILLIS);
  }
}
