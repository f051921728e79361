// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjdbc;

import io.obsagent.instrumentation.shared.pool.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.tomcat.jdbc.pool.ConnectionPool;

/** Reads a pool of Tomcat JDBC. */
final class TomcatReader extends PoolReader<ConnectionPool> {
  static final TomcatReader INSTANCE = new TomcatReader();

  private TomcatReader() {}

  @Override
  public double[] read(ConnectionPool pool) {
    return pool.isClosed()
        ? closed()
        : values(
            pool.getActive(),
            pool.getIdle(),
            pool.getPoolProperties().getMaxActive(),
            pool.getWaitCount());
  }

  @Override
  public Connection connection(ConnectionPool pool) throws SQLException {
    return pool.getConnection();
  }
}
