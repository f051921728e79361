// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.SqlKit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JdbcTest extends SqlKit {
  private static final String URL = "jdbc:h2:mem:shop";

  JdbcTest() {
    super(new Database("h2database", "shop", duplicate(), "23"));
  }

  /** SQLState of a key that is there already, which H2 changed with 1.3. */
  private static String duplicate() {
    return System.getProperty("library.version", "").startsWith("1.2.") ? "23001" : "23505";
  }

  @Override
  protected Connection open() throws SQLException {
    return DriverManager.getConnection(URL);
  }

  @Test
  void theDriverIsTheOneToTest() throws SQLException {
    assertThat(connection().getMetaData().getDriverVersion())
        .startsWith(System.getProperty("library.version", ""));
  }

  @Test
  void aFailureHasItsSqlState() {
    assertThatThrownBy(() -> run("SELECT * FROM absent"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("ABSENT");
    assertThat(Recorded.awaitSpans(1).get(0).attribute("db.response.status_code"))
        .isEqualTo("42S02");
  }

  @Test
  void throughAPoolThereIsOneSpan() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(URL);
      pool.setMaximumPoolSize(2);
      try (Connection pooled = pool.getConnection();
          PreparedStatement statement = pooled.prepareStatement("SELECT id FROM product")) {
        statement.executeQuery().close();
      }
    }

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("SELECT product");
  }
}
