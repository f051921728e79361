// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import com.alibaba.druid.pool.DruidDataSource;
import io.obsagent.testing.PoolKit;
import javax.sql.DataSource;

class DruidTest extends PoolKit {
  DruidTest() {
    super("orders");
  }

  @Override
  protected DataSource open(int max, long waitMillis) {
    DruidDataSource pool = new DruidDataSource();
    pool.setName("orders");
    pool.setUrl(URL);
    pool.setMaxActive(max);
    pool.setMaxWait(waitMillis);
    return pool;
  }
}
