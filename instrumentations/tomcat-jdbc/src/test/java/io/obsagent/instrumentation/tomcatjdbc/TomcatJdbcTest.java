// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjdbc;

import io.obsagent.testing.PoolKit;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

class TomcatJdbcTest extends PoolKit {
  TomcatJdbcTest() {
    super("orders");
  }

  @Override
  protected DataSource open(int max, long waitMillis) {
    PoolProperties properties = new PoolProperties();
    properties.setUrl(URL);
    properties.setName("orders");
    properties.setDriverClassName("org.h2.Driver");
    properties.setInitialSize(0);
    properties.setMinIdle(0);
    properties.setMaxActive(max);
    properties.setMaxWait((int) waitMillis);
    return new org.apache.tomcat.jdbc.pool.DataSource(properties);
  }

  @Override
  protected void close(DataSource pool) {
    ((org.apache.tomcat.jdbc.pool.DataSource) pool).close(true);
  }
}
