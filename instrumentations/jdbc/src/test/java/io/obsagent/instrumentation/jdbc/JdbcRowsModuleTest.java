// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcResultSet;
import org.h2.jdbc.JdbcStatement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run with the module on, which it is not by itself. */
class JdbcRowsModuleTest extends ModuleKit {
  private static final String H2 = "jdbc:h2:mem:rows";
  private static final String TEN =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM"
          + " n";

  private static final String SWITCH = "OBS_INSTRUMENTATION_JDBC_ROWS_ENABLED";

  JdbcRowsModuleTest() {
    super(new JdbcRowsModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(JdbcConnection.class, JdbcStatement.class, JdbcResultSet.class);
  }

  @Override
  protected String use() throws Exception {
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement()) {
      StringBuilder seen = new StringBuilder();
      try (ResultSet rows = statement.executeQuery("SELECT 1")) {
        seen.append(rows.next()).append(rows.next());
      }
      seen.append(statement.execute("SELECT 2"));
      return seen.append(statement.getMoreResults()).toString();
    }
  }

  @BeforeEach
  void isOn() {
    assumeTrue("true".equals(System.getenv(SWITCH)), "the pom runs it with " + SWITCH + "=true");
  }

  @Test
  void itIsOffByItself() {
    assertThat(new JdbcRowsModule().enabledByDefault()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {H2, "jdbc:sqlite::memory:"})
  void theSpanOfAQueryTellsHowManyRowsWereRead(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement(TEN)) {
      read(statement.executeQuery(TEN), 10);
      read(prepared.executeQuery(), 3);
      read(prepared.executeQuery(), 0);
    }

    assertThat(rows(3)).containsExactly(10L, 3L, 0L);
    assertThat(Recorded.spans())
        .allSatisfy(
            span -> assertThat((Double) span.attribute("obs.db.fetch_seconds")).isNotNegative());
  }

  private static void read(ResultSet rows, int wanted) throws SQLException {
    try (rows) {
      for (int i = 0; i < wanted; i++) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  /** What spans say that have arrived, in the order of their arrival. */
  private static List<Object> rows(int spans) {
    return Recorded.awaitSpans(spans).stream()
        .map(span -> span.attribute("db.response.returned_rows"))
        .toList();
  }

  @Test
  void eachMoveToARowCountsInASetThatScrolls() throws SQLException {
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        ResultSet rows = statement.executeQuery(TEN)) {
      assertThat(rows.last()).isTrue();
      assertThat(rows.first()).isTrue();
      assertThat(rows.absolute(5)).isTrue();
      assertThat(rows.relative(2)).isTrue();
      assertThat(rows.previous()).isTrue();
      assertThat(rows.absolute(11)).isFalse();
      rows.beforeFirst();
      assertThat(rows.next()).isTrue();
    }

    assertThat(rows(1)).containsExactly(6L);
  }

  @Test
  void theSpanEndsWhenTheAnswerIsThereAndNotWithItsRows() throws Exception {
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      long answered = System.currentTimeMillis();
      Recorded.await(() -> System.currentTimeMillis() > answered + 50, () -> "no time goes by");
      assertThat(rows.next()).isTrue();
      assertThat(Recorded.spans()).isEmpty();
      rows.close();

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.endNanos() / 1_000_000).isLessThan(answered + 50);
      assertThat(span.attribute("db.response.returned_rows")).isEqualTo(1L);
    }
  }

  @Test
  void whatIsNeverClosedEndsWithItsStatementOrItsNextRun() throws SQLException {
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery(TEN).next()).isTrue();
      assertThat(statement.execute(TEN)).isTrue();
      ResultSet rows = statement.getResultSet();
      assertThat(rows.next() && rows.next()).isTrue();
    }

    assertThat(rows(2)).containsExactly(1L, 2L);
  }

  @Test
  void rowsThatNoStatementHasReturnedAreNobodys() throws SQLException {
    try (Connection connection = DriverManager.getConnection(H2);
        ResultSet tables = connection.getMetaData().getTables(null, null, null, null);
        Statement statement = connection.createStatement()) {
      while (tables.next()) {
        assertThat(tables.getString("TABLE_NAME")).isNotNull();
      }
      assertThat(statement.executeUpdate("CREATE TABLE IF NOT EXISTS t (i INT)")).isZero();
    }

    assertThat(rows(1)).containsExactly((Object) null);
  }

  @Test
  void whatIsReadIsMeasuredOnce() throws SQLException {
    double before = queries();
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("SELECT 1");
      assertThat(queries()).as("while it is read").isEqualTo(before + 1);
      rows.close();
    }

    assertThat(rows(1)).containsExactly(0L);
    assertThat(queries()).isEqualTo(before + 1);
  }

  @Test
  void theStatementHasTheSumOfItsRows() throws SQLException {
    String query = TEN.replace("SELECT i FROM", "SELECT i AS large FROM");
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement()) {
      read(statement.executeQuery(query), 10);
      read(statement.executeQuery(query), 9);
    }

    Recorded.Statement sums = Recorded.statement(query.replaceAll("\\b\\d+\\b", "?"));
    assertThat(sums.rows()).isEqualTo(19);
    assertThat(sums.large()).as("10 are large, as the pom says").isEqualTo(1);
  }

  @Test
  void thatItHadNoTimeoutIsToldThoughItsSpanWaits() throws SQLException {
    String sum = "SELECT SUM(X) FROM SYSTEM_RANGE(1, 1000000)";
    try (Connection connection = DriverManager.getConnection(H2);
        Statement statement = connection.createStatement()) {
      read(statement.executeQuery(sum), 1);
      statement.setQueryTimeout(60);
      read(statement.executeQuery(sum), 1);
    }

    Recorded.Statement sums = Recorded.statement("SELECT SUM(X) FROM SYSTEM_RANGE(?, ?)");
    assertThat(sums.calls()).isEqualTo(2);
    assertThat(sums.unbounded()).isEqualTo(1);
  }

  private static double queries() {
    return Recorded.sum("database_query_duration_seconds_count");
  }
}
