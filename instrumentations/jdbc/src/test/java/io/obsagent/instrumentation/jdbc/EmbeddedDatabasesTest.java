// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases whose statements call each other, inherit from each other, or run more SQL. */
@ExtendWith(AgentExtension.class)
class EmbeddedDatabasesTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:embedded, h2database, embedded, 23505",
    "jdbc:sqlite::memory:, sqlite,, 19",
    "jdbc:hsqldb:mem:embedded, hsqldb, embedded, 23505",
    "jdbc:derby:memory:embedded;create=true, derby, embedded, 23505",
  })
  void eachStatementIsOneSpan(String url, String system, String namespace, String duplicate)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
        statement.executeUpdate("INSERT INTO product VALUES (1, 'geheim')");
        assertThatThrownBy(() -> statement.execute("INSERT INTO product VALUES (1, 'geheim')"))
            .isInstanceOf(SQLException.class);
        statement.addBatch("INSERT INTO product VALUES (2, 'geheim')");
        statement.addBatch("INSERT INTO product VALUES (3, 'geheim')");
        assertThat(statement.executeBatch()).containsExactly(1, 1);
      }
      prepared(connection);
    }

    assertThat(Recorded.awaitSpans(6))
        .allSatisfy(span -> assertThat(span.attribute("db.system.name")).isEqualTo(system))
        .allSatisfy(span -> assertThat(span.attribute("db.namespace")).isEqualTo(namespace))
        .extracting(RecordedSpan::name)
        .containsExactly(
            "CREATE TABLE product",
            "INSERT product",
            "INSERT product",
            "BATCH INSERT product",
            "BATCH INSERT product",
            "SELECT product");
    RecordedSpan failed = Recorded.spans().get(2);
    assertThat(failed.status()).isEqualTo("ERROR");
    assertThat(failed.attribute("db.response.status_code")).isEqualTo(duplicate);
    assertThat(Recorded.spans().toString()).doesNotContain("geheim");
  }

  private static void prepared(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO product VALUES (?, 'geheim')")) {
      for (int id = 4; id <= 6; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name FROM product WHERE id = ?")) {
      query.setInt(1, 6);
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("geheim");
      }
    }
  }

  @Test
  void askingAConnectionWhereItLeadsDoesNotWatchWhatThatRuns() throws SQLException {
    try (Connection connection = new ChattyConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT 42").next()).isTrue();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("db.query.text")).isEqualTo("SELECT ?");
    assertThat(span.attribute("db.namespace")).isEqualTo("chatty");
  }

  /** Not made by a driver, so that the agent has to ask it; each answer costs a query. */
  private static final class ChattyConnection extends JdbcConnection {
    ChattyConnection() throws SQLException {
      super("jdbc:h2:mem:chatty", new Properties(), null, null, false);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
      try (Statement statement = createStatement()) {
        statement.execute("SELECT 'metadata'");
      }
      return super.getMetaData();
    }
  }
}
