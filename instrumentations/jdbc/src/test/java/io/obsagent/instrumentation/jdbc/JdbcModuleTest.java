// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.testing.ModuleKit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

class JdbcModuleTest extends ModuleKit {
  JdbcModuleTest() {
    super(new JdbcModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        org.h2.Driver.class,
        org.h2.jdbc.JdbcConnection.class,
        org.h2.jdbc.JdbcStatement.class,
        org.h2.jdbc.JdbcPreparedStatement.class);
  }

  @Override
  protected String use() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:kit");
        Statement statement = connection.createStatement()) {
      statement.execute("create table tea (id int)");
      statement.addBatch("insert into tea values (1)");
      statement.addBatch("insert into tea values (2)");
      String counts = Arrays.toString(statement.executeBatch());
      try (PreparedStatement prepared =
          connection.prepareStatement("select id from tea where id > ?")) {
        prepared.setInt(1, 1);
        try (ResultSet rows = prepared.executeQuery()) {
          return counts + rows.next() + rows.getInt(1);
        }
      }
    }
  }
}
