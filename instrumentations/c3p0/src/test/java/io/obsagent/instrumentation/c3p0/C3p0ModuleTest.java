// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.c3p0;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import io.obsagent.testing.ModuleKit;
import java.sql.Connection;

class C3p0ModuleTest extends ModuleKit {
  C3p0ModuleTest() {
    super(new C3p0Module());
  }

  @Override
  protected String use() throws Exception {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setJdbcUrl("jdbc:h2:mem:kit");
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    try (Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    } finally {
      pool.close();
    }
  }
}
