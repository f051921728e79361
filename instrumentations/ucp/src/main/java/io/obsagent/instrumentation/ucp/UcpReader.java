// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ucp;

import io.obsagent.instrumentation.shared.pool.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import oracle.ucp.UniversalConnectionPool;
import oracle.ucp.UniversalConnectionPoolLifeCycleState;
import oracle.ucp.UniversalConnectionPoolStatistics;
import org.jspecify.annotations.Nullable;

/** Reads a pool of UCP. */
final class UcpReader extends PoolReader<UniversalConnectionPool> {
  static final UcpReader INSTANCE = new UcpReader();

  private UcpReader() {}

  @Override
  public double[] read(UniversalConnectionPool pool) {
    if (pool.getLifeCycleState() != UniversalConnectionPoolLifeCycleState.LIFE_CYCLE_RUNNING) {
      return closed();
    }
    UniversalConnectionPoolStatistics statistics = pool.getStatistics();
    return values(
        pool.getBorrowedConnectionsCount(),
        pool.getAvailableConnectionsCount(),
        pool.getMaxPoolSize(),
        statistics == null ? Double.NaN : statistics.getPendingRequestsCount());
  }

  @Override
  public @Nullable Connection connection(UniversalConnectionPool pool) throws SQLException {
    DataSource giver = PoolAdvices.giver(pool);
    return giver == null ? null : giver.getConnection();
  }
}
