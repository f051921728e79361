// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import io.obsagent.testing.PoolKit;
import javax.sql.DataSource;

class C3p0Test extends PoolKit {
  C3p0Test() {
    super("orders");
  }

  @Override
  protected DataSource open(int max, long waitMillis) {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setDataSourceName("orders");
    pool.setJdbcUrl(URL);
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setAcquireIncrement(1);
    pool.setMaxPoolSize(max);
    pool.setCheckoutTimeout((int) waitMillis);
    return pool;
  }

  @Override
  protected void close(DataSource pool) {
    ((ComboPooledDataSource) pool).close();
  }
}
