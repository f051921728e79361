// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import com.mchange.v2.c3p0.WrapperConnectionPoolDataSource;
import com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource;
import io.obsagent.instrumentation.shared.pool.PoolReader;
import io.obsagent.instrumentation.shared.pool.PoolTimes;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a pool of c3p0. */
final class C3p0Reader extends PoolReader<AbstractPoolBackedDataSource> {
  static final C3p0Reader INSTANCE = new C3p0Reader();

  private C3p0Reader() {}

  @Override
  public double[] read(AbstractPoolBackedDataSource pool) {
    PoolTimes times = PoolAdvices.POOLS.get(pool);
    if (times == null || !times.isOpen()) {
      return closed();
    }
    try {
      return values(
          pool.getNumBusyConnectionsDefaultUser(),
          pool.getNumIdleConnectionsDefaultUser(),
          max(pool),
          pool.getNumThreadsAwaitingCheckoutDefaultUser());
    } catch (SQLException e) {
      return closed();
    }
  }

  @Override
  public Connection connection(AbstractPoolBackedDataSource pool) throws SQLException {
    return pool.getConnection();
  }

  private static double max(AbstractPoolBackedDataSource pool) {
    return pool.getConnectionPoolDataSource() instanceof WrapperConnectionPoolDataSource wrapper
        ? wrapper.getMaxPoolSize()
        : Double.NaN;
  }
}
