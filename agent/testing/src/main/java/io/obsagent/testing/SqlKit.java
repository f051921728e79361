// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every SQL database: a test extends this and says how to connect. */
@ExtendWith(AgentExtension.class)
public abstract class SqlKit {
  private static final String CREATE = "CREATE TABLE product";
  private static final String DROP = "DROP TABLE product";

  private final Database database;
  private @Nullable Connection connection;

  /**
   * A database, and what is told of it.
   *
   * @param namespace its name, or null
   * @param duplicate status of a second row with the same key: SQLState or the vendor's code
   * @param errorType the same as the label of a metric
   */
  public record Database(
      String system, @Nullable String namespace, String duplicate, String errorType) {}

  protected SqlKit(Database database) {
    this.database = database;
  }

  /** Opens a connection to a database in which there is no table {@code product}. */
  protected abstract Connection open() throws SQLException;

  protected final Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("not connected");
    }
    return connection;
  }

  @BeforeEach
  void createTable() throws SQLException {
    connection = open();
    run("CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR(40))");
    // Some databases run statements of their own, too, when they are opened.
    forget(CREATE);
  }

  /** Spans arrive in the order of their ends: what came before the last is there, too. */
  private static void forget(String last) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(last)),
        () -> "no span of " + last);
    Recorded.clear();
  }

  @AfterEach
  void dropTable() throws SQLException {
    run(DROP);
    connection().close();
    forget(DROP);
  }

  protected final void run(String sql) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aStatementIsASpanWithSanitisedText() throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM product WHERE id = 42")) {
      assertThat(rows.next()).isFalse();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("SELECT product");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.attribute("db.system.name")).isEqualTo(database.system());
    assertThat(span.attribute("db.namespace")).isEqualTo(database.namespace());
    assertThat(span.attribute("db.query.text")).isEqualTo("SELECT name FROM product WHERE id = ?");
    assertThat(span.attribute("db.operation.name")).isEqualTo("SELECT");
    assertThat(span.attribute("db.collection.name")).isEqualTo("product");
    assertThat(span.attribute("obs.db.statement_reused")).isNull();
  }

  @Test
  void aPreparedStatementIsASpanEachTimeItRuns() throws SQLException {
    double before = inserts("ok", "none");
    try (PreparedStatement statement =
        connection().prepareStatement("INSERT INTO product VALUES (?, ?)")) {
      for (int id = 1; id <= 2; id++) {
        statement.setInt(1, id);
        statement.setString(2, "geheim");
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(span -> assertThat(span.name()).isEqualTo("INSERT product"))
        .extracting(span -> span.attribute("obs.db.statement_reused"))
        .containsExactly(false, true);
    assertThat(Recorded.spans().toString()).doesNotContain("geheim");
    assertThat(inserts("ok", "none")).isEqualTo(before + 2);
  }

  @Test
  void anUpdateTellsHowManyRowsItHasChanged() throws SQLException {
    try (Statement statement = connection().createStatement();
        PreparedStatement update = connection().prepareStatement("UPDATE product SET name = ?")) {
      assertThat(statement.executeUpdate("INSERT INTO product VALUES (1, 'a')")).isEqualTo(1);
      assertThat(statement.executeUpdate("INSERT INTO product VALUES (2, 'b')")).isEqualTo(1);
      update.setString(1, "c");
      assertThat(update.executeUpdate()).isEqualTo(2);
    }

    assertThat(Recorded.awaitSpans(3))
        .extracting(span -> span.attribute("obs.db.affected_rows"))
        .containsExactly(1L, 1L, 2L);
  }

  @Test
  void batchesAreOneSpanWithTheirSize() throws SQLException {
    try (PreparedStatement prepared =
            connection().prepareStatement("INSERT INTO product VALUES (?, 'geheim')");
        Statement statement = connection().createStatement()) {
      for (int id = 1; id <= 3; id++) {
        prepared.setInt(1, id);
        prepared.addBatch();
      }
      assertThat(prepared.executeBatch()).containsExactly(1, 1, 1);
      statement.addBatch("INSERT INTO product VALUES (4, 'geheim')");
      statement.addBatch("INSERT INTO product VALUES (5, 'geheim')");
      assertThat(statement.executeBatch()).containsExactly(1, 1);
    }

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(span -> assertThat(span.name()).isEqualTo("BATCH INSERT product"))
        .extracting(span -> span.attribute("db.operation.batch.size"))
        .containsExactly(3L, 2L);
    assertThat(Recorded.spans().toString()).doesNotContain("geheim");
  }

  @Test
  void aFailureHasItsStatusAndReachesTheApplicationUnchanged() throws SQLException {
    run("INSERT INTO product VALUES (1, 'geheim')");
    double before = inserts("error", database.errorType());
    assertThatThrownBy(() -> run("INSERT INTO product VALUES (1, 'geheim')"))
        .isInstanceOf(SQLException.class);

    RecordedSpan span = Recorded.awaitSpans(2).get(1);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("db.response.status_code")).isEqualTo(database.duplicate());
    assertThat(span.toString()).doesNotContain("geheim");
    assertThat(inserts("error", database.errorType())).isEqualTo(before + 1);
  }

  private double inserts(String status, String error) {
    String namespace = database.namespace() == null ? "none" : database.namespace();
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\"INSERT\",table=\"product\",system=\""
                + database.system()
                + "\",database=\""
                + namespace
                + "\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }
}
