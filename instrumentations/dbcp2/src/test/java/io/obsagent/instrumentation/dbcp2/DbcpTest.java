// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

import io.obsagent.testing.PoolKit;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

class DbcpTest extends PoolKit {
  DbcpTest() {
    super("shop");
  }

  @Override
  protected DataSource open(int max, long waitMillis) {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(URL);
    pool.setMaxTotal(max);
    pool.setMaxWaitMillis(waitMillis);
    return pool;
  }

  @Override
  protected void close(DataSource pool) throws SQLException {
    ((BasicDataSource) pool).close();
  }
}
