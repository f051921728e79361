// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

import io.obsagent.testing.ModuleKit;
import java.sql.Connection;
import org.apache.commons.dbcp2.BasicDataSource;

class DbcpModuleTest extends ModuleKit {
  DbcpModuleTest() {
    super(new DbcpModule());
  }

  @Override
  protected String use() throws Exception {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl("jdbc:h2:mem:kit");
    try (Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    } finally {
      pool.close();
    }
  }
}
