// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjdbc;

import io.obsagent.testing.ModuleKit;
import java.sql.Connection;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

class TomcatJdbcModuleTest extends ModuleKit {
  TomcatJdbcModuleTest() {
    super(new TomcatJdbcModule());
  }

  @Override
  protected String use() throws Exception {
    PoolProperties properties = new PoolProperties();
    properties.setUrl("jdbc:h2:mem:kit");
    properties.setDriverClassName("org.h2.Driver");
    DataSource pool = new DataSource(properties);
    try (Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    } finally {
      pool.close(true);
    }
  }
}
