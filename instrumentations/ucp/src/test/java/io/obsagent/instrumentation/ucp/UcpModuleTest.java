// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ucp;

import io.obsagent.testing.ModuleKit;
import java.sql.Connection;
import java.util.List;
import oracle.ucp.admin.UniversalConnectionPoolManagerImpl;
import oracle.ucp.jdbc.DataSourceConnectionFactoryAdapter;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;

class UcpModuleTest extends ModuleKit {
  UcpModuleTest() {
    super(new UcpModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(DataSourceConnectionFactoryAdapter.class);
  }

  @Override
  protected String use() throws Exception {
    PoolDataSource pool = PoolDataSourceFactory.getPoolDataSource();
    pool.setConnectionFactoryClassName("org.h2.jdbcx.JdbcDataSource");
    pool.setURL("jdbc:h2:mem:kit");
    pool.setUser("sa");
    pool.setPassword("");
    pool.setConnectionWaitTimeout(60); // by itself three seconds, which a busy machine exceeds
    try (Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    } finally {
      UniversalConnectionPoolManagerImpl.getUniversalConnectionPoolManager()
          .destroyConnectionPool(pool.getConnectionPoolName());
    }
  }
}
