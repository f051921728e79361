// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlySqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select name from orders where note = 'it''s; DELETE FROM x'",
        "WITH big AS (SELECT id FROM orders) SELECT count(*) FROM big;",
        "SELECT \"update\", `insert` FROM t WHERE id IN (?)",
        "SHOW SLAVE STATUS",
        "VALUES (1)",
        "SELECT replace(name, ?, ?) FROM t",
        "PRAGMA page_count"
      })
  void oneStatementThatReadsIsTaken(String sql) {
    assertThat(ReadOnlySql.refusal(sql)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "DELETE FROM orders",
        "INSERT INTO orders VALUES (?)",
        "SELECT 1; DELETE FROM orders",
        "SELECT 1; COMMIT; DROP TABLE orders",
        "WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone",
        "SELECT * INTO copy FROM orders",
        "SELECT * FROM orders FOR UPDATE",
        "SELECT * FROM orders LOCK IN SHARE MODE",
        "SELECT nextval('ids')",
        "SELECT 'a\\'; DELETE FROM orders; SELECT '",
        "SELECT 5 --'\n; DELETE FROM orders --'",
        "SELECT /*' */ 1; DELETE FROM orders --'",
        "SELECT $$ ' $$; DELETE FROM orders; SELECT $$ ' $$",
        "SELECT 'no end",
        "SELECT note FROM orders WHERE …",
        "PRAGMA journal_mode = OFF",
        "CALL clean()",
        "EXPLAIN ANALYZE DELETE FROM orders",
        "COPY orders TO STDOUT",
        "DO 1"
      })
  void whatMayWriteIsNot(String sql) {
    assertThat(ReadOnlySql.refusal(sql)).isNotNull();
  }

  @Test
  void aTextThatIsTooLongIsNot() {
    assertThat(ReadOnlySql.refusal("SELECT " + "1".repeat(40_000))).contains("not whole");
  }
}
