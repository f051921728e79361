// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class JdbcTest {
  private static final String URL = "jdbc:h2:mem:shop";
  private static final String CREATE = "CREATE TABLE product";
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(URL);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
    }
    // Old versions of H2 run statements of their own, too, when they open a database.
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(CREATE)),
        () -> "no span of " + CREATE);
    Recorded.clear();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void theDriverIsTheOneToTest() throws SQLException {
    assertThat(connection.getMetaData().getDriverVersion())
        .startsWith(System.getProperty("library.version", ""));
  }

  @Test
  void aStatementIsASpanWithSanitisedText() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM product WHERE id = 42")) {
      assertThat(rows.next()).isFalse();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SELECT product");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.attribute("db.system.name")).isEqualTo("h2database");
    assertThat(span.attribute("db.namespace")).isEqualTo("shop");
    assertThat(span.attribute("db.query.text")).isEqualTo("SELECT name FROM product WHERE id = ?");
    assertThat(span.attribute("db.operation.name")).isEqualTo("SELECT");
    assertThat(span.attribute("db.collection.name")).isEqualTo("product");
  }

  @Test
  void aPreparedStatementIsASpanEachTimeItRuns() throws SQLException {
    String series =
        "database_query_duration_seconds_count{query_type=\"INSERT\",table=\"product\"}";
    Double before = Recorded.metric(series);
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO product VALUES (?, ?)")) {
      for (int id = 1; id <= 2; id++) {
        statement.setInt(1, id);
        statement.setString(2, "Teapot");
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(span -> assertThat(span.name()).isEqualTo("INSERT product"));
    assertThat(Recorded.metric(series)).isEqualTo((before == null ? 0 : before) + 2);
  }

  @Test
  void aBatchIsOneSpanWithItsSize() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO product VALUES (?, 'x')")) {
      for (int id = 1; id <= 3; id++) {
        statement.setInt(1, id);
        statement.addBatch();
      }
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("db.operation.batch.size")).isEqualTo(3L);
  }

  @Test
  void aFailureHasItsSqlStateAndReachesTheApplicationUnchanged() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM absent"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("ABSENT");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo("42S02");
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
