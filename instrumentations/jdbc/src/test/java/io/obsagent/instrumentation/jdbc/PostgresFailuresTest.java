// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real server gives up, for the sake of others or of time. */
@ExtendWith(AgentExtension.class)
class PostgresFailuresTest {
  private static final int PATIENCE_SECONDS = 60;

  private static EmbeddedPostgres postgres;
  private Connection connection;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void open() throws SQLException {
    connection = postgres.getPostgresDatabase().getConnection();
    run("DROP TABLE IF EXISTS orders");
    run("CREATE TABLE orders (id SERIAL PRIMARY KEY, note TEXT)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aStatementThatTheServerOrTheApplicationCancelsHasItsSqlState() throws Exception {
    run("SET statement_timeout = 50");
    assertThatThrownBy(() -> run("SELECT pg_sleep(20)")).isInstanceOf(SQLException.class);
    run("SET statement_timeout = 0");
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<Void> sleeping =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(300)"))
                      .isInstanceOf(SQLException.class));
      awaitEvent("PgSleep");
      statement.cancel();
      sleeping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Recorded.await(() -> sleeps().size() == 2, () -> "not two sleeps: " + Recorded.spans());
    assertThat(sleeps())
        .allSatisfy(
            span -> assertThat(span.attribute("db.response.status_code")).isEqualTo("57014"));
  }

  /** Waits until somebody waits for it; a server before 10 names no sleep, but the statement. */
  private static void awaitEvent(String event) throws SQLException {
    String sleeping =
        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND ? IN (wait_event,"
            + " CASE WHEN query = 'SELECT pg_sleep(300)' THEN 'PgSleep' END)";
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        PreparedStatement query = other.prepareStatement(sleeping)) {
      query.setString(1, event);
      Recorded.await(() -> hasRow(query), () -> "nobody waits for " + event);
    }
  }

  private static boolean hasRow(PreparedStatement query) {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<RecordedSpan> sleeps() {
    return Recorded.spans().stream()
        .filter(span -> "SELECT pg_sleep(?)".equals(span.attribute("db.query.text")))
        .toList();
  }

  @Test
  void aDeadlockIsToldByTheOneThatIsGivenUp() throws Exception {
    double deadlocks = failures("deadlock");
    run("INSERT INTO orders VALUES (1, 'x'), (2, 'y')");
    run("SET deadlock_timeout = '10ms'");
    connection.setAutoCommit(false);
    run("UPDATE orders SET note = 'a' WHERE id = 1");
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SET deadlock_timeout = '1h'"); // so that it is not this one
      other.setAutoCommit(false);
      statement.executeUpdate("UPDATE orders SET note = 'b' WHERE id = 2");
      CompletableFuture<Integer> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.executeUpdate("UPDATE orders SET note = 'b' WHERE id = 1");
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      awaitEvent("transactionid");
      assertThatThrownBy(() -> run("UPDATE orders SET note = 'a' WHERE id = 2"))
          .hasFieldOrPropertyWithValue("SQLState", "40P01");
      connection.rollback();
      assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
      other.rollback();
    }

    assertThat(failures("deadlock")).isEqualTo(deadlocks + 1);
    assertFailed("40P01", "40");
  }

  /** The span has the state, the metric its class. */
  private static void assertFailed(String state, String stateClass) {
    Recorded.await(
        () ->
            Recorded.spans().stream()
                .anyMatch(span -> state.equals(span.attribute("db.response.status_code"))),
        () -> "no span with " + state + " among " + Recorded.spans());
    assertThat(Recorded.seriesNames())
        .as("database_query_duration_seconds of class %s", stateClass)
        .anyMatch(
            series ->
                series.startsWith("database_query_duration_seconds_count{")
                    && series.contains("status=\"error\",error_type=\"" + stateClass + "\""));
  }

  @Test
  void aLockThatIsNotGotInTimeIsTold() throws Exception {
    double locks = failures("lock_timeout");
    run("INSERT INTO orders VALUES (1, 'x')");
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("UPDATE orders SET note = 'b' WHERE id = 1");
      run("SET lock_timeout = '20ms'");
      assertThatThrownBy(() -> run("UPDATE orders SET note = 'a' WHERE id = 1"))
          .hasFieldOrPropertyWithValue("SQLState", "55P03");
      other.rollback();
    }

    assertThat(failures("lock_timeout")).isEqualTo(locks + 1);
    assertFailed("55P03", "55");
  }

  @Test
  void locksAndSerialisationFailuresAreCounted() throws Exception {
    double locks = failures("lock_timeout");
    double serialisations = failures("serialization");
    double cancelled = failures("cancelled");
    run("INSERT INTO orders VALUES (1, 'x'), (2, 'y')");
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    run("SELECT * FROM orders");
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("UPDATE orders SET note = 'z' WHERE id = 1");
      assertThatThrownBy(() -> run("UPDATE orders SET note = 'a' WHERE id = 1"))
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      run("UPDATE orders SET note = 'b' WHERE id = 2");
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM orders FOR UPDATE NOWAIT"))
          .hasFieldOrPropertyWithValue("SQLState", "55P03");
      connection.rollback();
      statement.execute("SET statement_timeout = 50");
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .hasFieldOrPropertyWithValue("SQLState", "57014");
    }

    assertThat(failures("lock_timeout")).isEqualTo(locks + 1);
    assertThat(failures("serialization")).isEqualTo(serialisations + 1);
    assertThat(failures("cancelled")).isEqualTo(cancelled + 1);
    assertFailed("40001", "40");
    assertFailed("57014", "57");
  }

  private static double failures(String kind) {
    Double count =
        Recorded.metric(
            "database_failures_total{kind=\""
                + kind
                + "\",system=\"postgresql\",database=\"postgres\"}");
    return count == null ? 0 : count;
  }
}
