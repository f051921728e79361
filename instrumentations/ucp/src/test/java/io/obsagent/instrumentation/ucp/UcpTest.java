// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ucp;

import io.obsagent.testing.PoolKit;
import javax.sql.DataSource;
import oracle.ucp.admin.UniversalConnectionPoolManagerImpl;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;

class UcpTest extends PoolKit {
  UcpTest() {
    super("orders");
  }

  @Override
  protected DataSource open(int max, long waitMillis) throws Exception {
    PoolDataSource pool = PoolDataSourceFactory.getPoolDataSource();
    pool.setConnectionPoolName("orders");
    pool.setConnectionFactoryClassName("org.h2.jdbcx.JdbcDataSource");
    pool.setURL(URL);
    pool.setUser("sa");
    pool.setPassword("");
    pool.setMaxPoolSize(max);
    pool.setConnectionWaitTimeout(Math.max(1, (int) (waitMillis / 1000)));
    return pool;
  }

  @Override
  protected void close(DataSource pool) throws Exception {
    UniversalConnectionPoolManagerImpl.getUniversalConnectionPoolManager()
        .destroyConnectionPool("orders");
  }
}
