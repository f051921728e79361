// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRequestTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "a = ? AND b = ?; a = $1 AND b = $2; 2",
        "a = $2 AND b = ?; a = $2 AND b = $3; 3",
        "tags ??| ?; tags ?| $1; 1",
        "\"what?\" = ?; \"what?\" = $1; 1",
        "LIMIT ?; LIMIT $1; 1",
        "a = 1; a = 1; 0"
      })
  void valuesHaveNumbers(String sql, String numbered, int count) {
    StringBuilder out = new StringBuilder();
    assertThat(PlanRequest.numbered(sql, out)).isEqualTo(count);
    assertThat(out).hasToString(numbered);
  }

  @ParameterizedTest
  @CsvSource({"jdbc:h2:mem:plans,PRIMARY_KEY", "jdbc:sqlite::memory:,orders"})
  void databasesInTheProcessHavePlans(String url, String expected) throws Exception {
    try (OneConnectionPool pool = new OneConnectionPool("plans", url, "sa");
        Statement statement = pool.physical.createStatement()) {
      statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, status VARCHAR(20))");
      try (ReadOnlySession session = ReadOnlySession.open(pool.known(), TIMEOUT)) {
        assertThat(
                new PlanRequest(session, TIMEOUT)
                    .explain("SELECT status FROM orders WHERE id = ? LIMIT ?"))
            .contains(expected);
      }
      assertThat(pool.physical.getAutoCommit()).isTrue();
    }
  }
}
