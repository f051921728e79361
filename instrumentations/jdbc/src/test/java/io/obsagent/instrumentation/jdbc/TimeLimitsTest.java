// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each statement adds up a million rows, which takes longer than the pom wants a time-out for. */
@ExtendWith(AgentExtension.class)
class TimeLimitsTest {
  private static final String OPTION = "OBS_DATABASE_MISSING_TIMEOUT";
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  private static final String H2 = "jdbc:h2:mem:limits";
  private static final String OF_H2 = "SELECT SUM(X) FROM SYSTEM_RANGE(1, 1000000) AS ";
  private static final String OF_POSTGRES =
      "SELECT sum(i) FROM generate_series(1, 1000000) i, (SELECT 1) AS ";

  private static EmbeddedPostgres postgres;
  private static int runs;

  /** No other test's. */
  private final String alias = "i" + runs++;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void isShort() {
    assumeTrue("1ms".equals(System.getenv(OPTION)), "the pom runs it with " + OPTION + "=1ms");
  }

  private interface Work {
    void with(Connection connection, Statement statement) throws SQLException;
  }

  private static void open(String url, Work work) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      work.with(connection, statement);
    }
  }

  private static String postgresUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private void assertUnbounded(String query, int calls, int unbounded) {
    String text = query.replaceAll("\\b\\d+\\b", "?") + alias;
    Recorded.Statement sums = Recorded.statement(text);
    assertThat(sums.calls()).as(text).isEqualTo(calls);
    assertThat(sums.unbounded()).as(text).isEqualTo(unbounded);
  }

  @Test
  void aStatementWithoutATimeoutIsTold() throws SQLException {
    open(H2, (connection, statement) -> statement.execute(OF_H2 + alias));
    open(postgresUrl(), (connection, statement) -> statement.executeQuery(OF_POSTGRES + alias));

    assertUnbounded(OF_H2, 1, 1);
    assertUnbounded(OF_POSTGRES, 1, 1);
    assertThat(Recorded.awaitSpans(2)).as("what drivers are asked is none").hasSize(2);
  }

  @Test
  void oneWithATimeoutIsNot() throws SQLException {
    open(
        H2,
        (connection, statement) -> {
          statement.setQueryTimeout(60);
          statement.execute(OF_H2 + alias);
        });
    open(
        postgresUrl(),
        (connection, statement) -> {
          statement.setQueryTimeout(60);
          statement.execute(OF_POSTGRES + alias);
        });

    assertUnbounded(OF_H2, 1, 0);
    assertUnbounded(OF_POSTGRES, 1, 0);
  }

  @Test
  void oneWhoseConnectionHasATimeoutIsNot() throws SQLException {
    open(
        postgresUrl() + "&socketTimeout=60",
        (connection, statement) -> statement.execute(OF_POSTGRES + alias));
    open(
        postgresUrl(),
        (connection, statement) -> {
          connection.setNetworkTimeout(Runnable::run, 60_000);
          statement.execute(OF_POSTGRES + alias);
        });

    assertUnbounded(OF_POSTGRES, 2, 0);
  }

  @Test
  void preparedOnesAreAskedAsOthers() throws SQLException {
    open(
        postgresUrl(),
        (connection, statement) -> {
          try (PreparedStatement prepared = connection.prepareStatement(OF_POSTGRES + alias)) {
            prepared.executeQuery().close();
            prepared.setQueryTimeout(60);
            prepared.executeQuery().close();
          }
        });

    assertUnbounded(OF_POSTGRES, 2, 1);
  }

  @Test
  void whatFailsWasEndedBySomething() throws SQLException {
    String failing = OF_POSTGRES.replace("sum(i)", "1 / (sum(i) - sum(i))");
    open(
        postgresUrl(),
        (connection, statement) ->
            assertThatThrownBy(() -> statement.execute(failing + alias))
                .isInstanceOf(SQLException.class));

    assertUnbounded(failing, 1, 0);
  }

  @Test
  void oneThatNobodyTracesIsToldToo() throws Exception {
    Recorded.served(
        Map.of("traceparent", UNSAMPLED),
        () -> {
          open(H2, (connection, statement) -> statement.execute(OF_H2 + alias));
          return "";
        });

    assertUnbounded(OF_H2, 1, 1);
  }
}
