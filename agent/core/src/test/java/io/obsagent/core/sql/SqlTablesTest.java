// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tables, one row a case: what statements do to which tables, and what literals look like. */
class SqlTablesTest {
  static Stream<Arguments> summaries() throws IOException {
    return rows("summaries.txt")
        .map(Arguments::get)
        .map(row -> row.length > 3 ? row : withOperation(row))
        .map(Arguments::of);
  }

  private static Object[] withOperation(Object[] row) {
    return new Object[] {row[0], row[1], row[2], row[1].toString().split("[ ;]")[0]};
  }

  static Stream<Arguments> literals() throws IOException {
    return rows("literals.txt");
  }

  private static Stream<Arguments> rows(String name) throws IOException {
    try (InputStream in = SqlTablesTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("# "))
              .map(line -> Arguments.of((Object[]) line.split(" => ")))
              .toList()
              .stream();
    }
  }

  @Test
  void the_table_of_summaries_is_long_enough_to_mean_something() throws IOException {
    assertThat(summaries()).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("summaries")
  void verbs_and_tables_are_the_summary(
      String sql, String summary, String collection, String operation) {
    for (SqlDialect dialect : new SqlDialect[] {SqlDialect.ANY, SqlDialect.STANDARD}) {
      DbStatement statement = SqlAnalysis.of(sql, true, dialect);
      assertThat(statement.summary()).isEqualTo(summary);
      assertThat(statement.operation()).isEqualTo(operation);
      assertThat(statement.collection()).isEqualTo(collection.equals("-") ? null : collection);
    }
  }

  @ParameterizedTest
  @MethodSource("literals")
  void no_form_of_a_literal_stays_in_the_text(SqlDialect dialect, String literal, String kept) {
    String more = "SELECT a, " + literal + ", 'second', b";
    if (kept.endsWith("…")) {
      assertThat(SqlAnalysis.of(more, true, dialect).text())
          .isEqualTo(("SELECT a, " + kept).replace(" …", "…"));
    } else {
      assertThat(SqlAnalysis.of("SELECT " + literal, true, dialect).text())
          .isEqualTo("SELECT " + kept);
      assertThat(SqlAnalysis.of(more, true, dialect).text())
          .isEqualTo("SELECT a, " + kept + ", ?, b");
    }
  }

  @Test
  void every_dialect_has_rows() throws IOException {
    assertThat(literals().map(row -> row.get()[0]).distinct())
        .containsExactlyInAnyOrder(
            Arrays.stream(SqlDialect.values()).map(SqlDialect::name).toArray());
  }
}
