// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** ShardingSphere has so many libraries that these tests have a class path of their own. */
class ShardingSphereTest extends LayerKit {
  @Test
  void aStatementIsOneSpanAndMeasuredOnce() throws Exception {
    assertOneSpanEach(
        () -> {
          try (Connection connection =
                  DriverManager.getConnection("jdbc:shardingsphere:classpath:shardingsphere.yaml");
              Statement statement = connection.createStatement()) {
            assertThat(connection.getClass().getName()).startsWith("org.apache.shardingsphere.");
            statement.executeUpdate("INSERT INTO product (id, name) VALUES (1, 'a')");
            statement.executeQuery("SELECT name FROM product").close();
          }
        });
  }
}
