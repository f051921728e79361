// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that come in portions, and several results of one statement; with the module on. */
@ExtendWith(AgentExtension.class)
@EnabledIfEnvironmentVariable(named = "OBS_INSTRUMENTATION_JDBC_ROWS_ENABLED", matches = "true")
class PostgresRowsTest {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void rowsOfAllPortionsAreCounted() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false); // without a transaction the driver takes all rows at once
      statement.setFetchSize(7);
      try (ResultSet rows =
          statement.executeQuery("SELECT i, pg_sleep(0.001) FROM generate_series(1, 50) i")) {
        while (rows.next()) {
          assertThat(rows.getInt(1)).isPositive();
        }
      }
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("db.response.returned_rows")).isEqualTo(50L);
    assertThat((Double) span.attribute("obs.db.fetch_seconds"))
        .as("43 rows are still to be made when the first are there")
        .isGreaterThan(0.043);
  }

  @Test
  void severalResultsOfAStatementAreCountedTogether() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      boolean more =
          statement.execute(
              "SELECT generate_series(1, 3); SELECT generate_series(1, 4); SELECT"
                  + " generate_series(1, 5)");
      while (more) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            assertThat(rows.getInt(1)).isPositive();
          }
        }
        more = statement.getMoreResults();
      }

      assertThat(Recorded.awaitSpans(1).get(0).attribute("db.response.returned_rows"))
          .isEqualTo(12L);
    }
  }
}
