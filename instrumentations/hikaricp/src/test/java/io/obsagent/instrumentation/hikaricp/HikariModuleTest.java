// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.testing.ModuleKit;
import java.sql.Connection;

class HikariModuleTest extends ModuleKit {
  HikariModuleTest() {
    super(new HikariModule());
  }

  @Override
  protected String use() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:kit");
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    }
  }
}
