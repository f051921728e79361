// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import com.alibaba.druid.pool.DruidDataSource;
import io.obsagent.testing.ModuleKit;
import java.sql.Connection;

class DruidModuleTest extends ModuleKit {
  DruidModuleTest() {
    super(new DruidModule());
  }

  @Override
  protected String use() throws Exception {
    DruidDataSource pool = new DruidDataSource();
    pool.setUrl("jdbc:h2:mem:kit");
    try (Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    } finally {
      pool.close();
    }
  }
}
