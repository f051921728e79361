// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.SharedData;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementsTest {
  private final SqlStatements statements = new SqlStatements(true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "SELECT * FROM t WHERE a = 'x' | SELECT * FROM t WHERE a = ?",
        "SELECT * FROM t WHERE a = 'it''s' AND b = 1 | SELECT * FROM t WHERE a = ? AND b = ?",
        "SELECT 1, 1.5, .5, 1e+5, 0xFF, X'AB', N'x', E'a\\'b' | SELECT ?, ?, ?, ?, ?, ?, ?, ?",
        "SELECT a1 FROM t2 WHERE x=-12 | SELECT a1 FROM t2 WHERE x=-?",
        "SELECT * FROM t WHERE id IN (1, 2, 3) | SELECT * FROM t WHERE id IN (?)",
        "SELECT * FROM t WHERE id in (?,?,?) AND b | SELECT * FROM t WHERE id in (?) AND b",
        "SELECT * FROM t WHERE id IN (1, a, 2) | SELECT * FROM t WHERE id IN (?, a, ?)",
        "SELECT  *\tFROM t -- secret | SELECT * FROM t",
        "SELECT /* 'a' /* b */ */ 2 | SELECT ?",
        "SELECT $$it's$$, $tag$x$$y$tag$, $1 | SELECT ?, ?, $1",
        "SELECT q'[it's]' FROM dual | SELECT ? FROM dual",
        "SELECT x::int, :name, @v FROM t | SELECT x::int, :name, @v FROM t",
        "SELECT * FROM t WHERE a = \"secret\" | SELECT * FROM t WHERE a = ?",
        "SELECT \"a\", \"b\" FROM \"t\" WHERE \"a\" = 'x' | SELECT \"a\", \"b\" FROM \"t\" WHERE \"a\" = ?",
        "SELECT * FROM t WHERE \"t\".\"a\" = \"u\".\"b\" | SELECT * FROM t WHERE \"t\".\"a\" = \"u\".\"b\"",
        "INSERT INTO t (\"a\", `b`) VALUES (\"x\", 'y') | INSERT INTO t (\"a\", `b`) VALUES (?, ?)",
        "UPDATE t SET a = \"x\", \"b\" = 2 | UPDATE t SET a = ?, \"b\" = ?",
        "SELECT concat(\"x\", y) FROM t | SELECT concat(?, y) FROM t",
        "SELECT a FROM t WHERE a BETWEEN \"x\" AND \"y\" | SELECT a FROM t WHERE a BETWEEN ? AND ?",
        "SELECT * FROM [my table] WHERE a[1] = 2 | SELECT * FROM [my table] WHERE a[?] = ?",
        "ALTER USER u IDENTIFIED BY \"pw\" | ALTER USER u IDENTIFIED BY ?",
        "SET PASSWORD = \"pw\" | SET PASSWORD = ?",
        "CREATE USER u IDENTIFIED BY tiger REPLACE lion | CREATE USER u IDENTIFIED BY ? REPLACE ?",
        "SELECT a[1:5] FROM t WHERE b = :1 | SELECT a[?:?] FROM t WHERE b = :1",
        "SELECT [a]]b], ARRAY['x', 'y'] | SELECT [a]]b], ARRAY[?, ?]",
        "SELECT [it's], 'secret' | SELECT […",
        "SELECT * FROM #t | SELECT * FROM #t",
        "/* /* */ SELECT 'a */ secret' | …",
        "SELECT 'neverending FROM t | SELECT ?",
      })
  void data_never_stays_in_the_text(String sql, String expected) {
    assertThat(statements.analyse(sql, false, SqlDialect.ANY).text()).isEqualTo(expected);
  }

  @Test
  void after_a_comment_that_is_one_for_some_databases_no_text_is_kept_where_quotes_are_at_stake() {
    assertText("SELECT 5--3, 'x\n', 2", "SELECT ?…");
    assertText("SELECT a # it's\n, 'secret'", "SELECT a…");
    assertText("SELECT 1 --as it is\n, 2", "SELECT ? , ?");
    assertText("SELECT 1 -- it's\n, 2", "SELECT ? , ?");
  }

  private void assertText(String sql, String expected) {
    assertThat(statements.analyse(sql, false, SqlDialect.ANY).text()).as(sql).isEqualTo(expected);
  }

  @Test
  void where_double_quotes_are_for_texts_no_such_text_stays() {
    String sql = "SELECT \"secret\", `a` FROM `t` WHERE b = \"secret\"";
    assertThat(statements.analyse(sql, false, SqlDialect.QUOTED_TEXT).text())
        .isEqualTo("SELECT ?, `a` FROM `t` WHERE b = ?");
    assertThat(statements.analyse(sql, false, SqlDialect.ANY).text())
        .isEqualTo("SELECT \"secret\", `a` FROM `t` WHERE b = ?");
  }

  @Test
  void after_a_literal_whose_end_is_in_doubt_no_text_is_kept() {
    DbStatement statement =
        statements.analyse(
            "SELECT * FROM t WHERE a = '\\' AND b = ' secret '", false, SqlDialect.ANY);
    assertThat(statement.text()).isEqualTo("SELECT * FROM t WHERE a = ?…");
    assertThat(statement.collection()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "SELECT * FROM songs, artists | SELECT songs artists | SELECT | songs",
        "select s.* from songs s join artists a on a.id = s.a | SELECT songs artists | SELECT | songs",
        "INSERT INTO shipping SELECT * FROM orders | INSERT shipping SELECT orders | INSERT | shipping",
        "UPDATE ONLY foo AS bar SET baz=1 | UPDATE foo | UPDATE | foo",
        "DELETE FROM a.b WHERE c IN (SELECT d FROM e) | DELETE a.b SELECT e | DELETE | a.b",
        "WITH x AS (SELECT * FROM t) SELECT * FROM x JOIN u ON 1=1 | SELECT t SELECT u | SELECT | u",
        "WITH x AS (SELECT 1 FROM t), y AS (SELECT 2 FROM x) SELECT * FROM y | SELECT t SELECT SELECT | SELECT | t",
        "MERGE INTO t USING s ON (t.a=s.a) WHEN MATCHED THEN UPDATE SET b=1 | MERGE t s | MERGE | t",
        "SELECT EXTRACT(YEAR FROM d) FROM t | SELECT t | SELECT | t",
        "SELECT a IS DISTINCT FROM b FROM t | SELECT t | SELECT | t",
        "SELECT * FROM generate_series(1,2) g, t | SELECT t | SELECT | t",
        "SELECT * FROM t WHERE a = 1 FOR UPDATE | SELECT t | SELECT | t",
        "(SELECT a FROM t) UNION (SELECT b FROM u) | SELECT t SELECT u | SELECT | t",
        "{? = call proc(?)} | CALL proc | CALL | ",
        "CREATE TABLE IF NOT EXISTS a.t (id int) | CREATE TABLE a.t | CREATE | a.t",
        "TRUNCATE TABLE t | TRUNCATE t | TRUNCATE | t",
        "CREATE UNIQUE INDEX i ON t (a) | CREATE INDEX | CREATE | ",
        "COMMIT | COMMIT | COMMIT | ",
        "GRANT SELECT ON t TO u | GRANT | GRANT | ",
        "xyzzy plugh | OTHER | OTHER | ",
        "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a=2 | INSERT t | INSERT | t",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT DO UPDATE SET a=2 | INSERT t | INSERT | t",
        "UPDATE t SET a=(SELECT max(b) FROM u) | UPDATE t SELECT u | UPDATE | t",
        "UPDATE t SET a=1 FROM u WHERE t.id=u.id | UPDATE t u | UPDATE | t",
      })
  void verbs_and_tables_are_the_summary(
      String sql, String summary, String operation, String collection) {
    DbStatement statement = statements.analyse(sql, false, SqlDialect.ANY);
    assertThat(statement)
        .extracting(DbStatement::summary, DbStatement::operation, DbStatement::collection)
        .containsExactly(summary, operation, collection);
  }

  @Test
  void published_examples_of_signatures_are_met() throws IOException {
    Set<String> definitions = Set.of("ALTER", "CREATE", "DROP");
    SoftAssertions softly = new SoftAssertions();
    for (Map<String, Object> example : SharedData.objects("sql/sql_signature_examples.json")) {
      String sql = (String) example.get("input");
      String expected = (String) example.get("output");
      DbStatement statement = statements.analyse(sql, false, SqlDialect.ANY);
      if (definitions.contains(expected)) {
        softly.assertThat(statement.operation()).as(sql).isEqualTo(expected);
      } else {
        softly.assertThat(signature(statement)).as(sql).isEqualTo(expected);
      }
    }
    softly.assertAll();
  }

  /**
   * Of published tokens those that are data or comments go, and names stay; but in a text without
   * an end all may be data, and so may what brackets after a name hold.
   */
  @Test
  void published_examples_of_tokens_are_met() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Map<String, Object> example : SharedData.objects("sql/sql_token_examples.json")) {
      String sql = (String) example.get("input");
      String text = String.valueOf(statements.analyse(sql, false, SqlDialect.STANDARD).text());
      for (Map<String, Object> token : tokens(example)) {
        String word = (String) token.get("text");
        String name = example.get("name") + ": " + word + " in " + text;
        switch ((String) token.get("kind")) {
          case "STRING", "NUMBER", "COMMENT" ->
              softly.assertThat(text).as(name).doesNotContain(word);
          case "IDENT" -> {
            if (!name.startsWith("unterminated") && !word.contains("'")) {
              softly.assertThat(text).as(name).contains(word);
            }
          }
          default -> softly.assertThat(word).as(name).isNotEmpty();
        }
      }
    }
    softly.assertAll();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> tokens(Map<String, Object> example) {
    return (List<Map<String, Object>>) example.getOrDefault("tokens", List.of());
  }

  /** The published examples name the preposition, and the procedure of a call. */
  private static String signature(DbStatement statement) {
    String table = statement.collection();
    return switch (statement.operation()) {
      case "OTHER" -> "";
      case "CALL" -> statement.summary();
      case "SELECT", "DELETE" -> statement.operation() + (table == null ? "" : " FROM " + table);
      case "INSERT" -> "INSERT" + (table == null ? "" : " INTO " + table);
      default -> statement.operation() + (table == null ? "" : " " + table);
    };
  }

  @Test
  void literals_of_parameterised_statements_stay_only_where_that_is_asked_for() {
    String sql = "SELECT * FROM t WHERE a = ? AND b = 'x'";
    assertThat(statements.analyse(sql, true, SqlDialect.ANY).text()).endsWith("b = ?");
    SqlStatements auto = new SqlStatements(false);
    assertThat(auto.analyse(sql, true, SqlDialect.ANY).text()).endsWith("b = 'x'");
    assertThat(auto.analyse(sql, false, SqlDialect.ANY).text()).endsWith("b = ?");
  }

  @Test
  void the_same_text_is_analysed_once() {
    DbStatement first = statements.analyse("SELECT * FROM t", false, SqlDialect.ANY);
    for (int i = 0; i < 400; i++) {
      statements.analyse("SELECT " + i, false, SqlDialect.ANY);
    }
    assertThat(statements.analyse(new String("SELECT * FROM t"), false, SqlDialect.ANY))
        .isSameAs(first);
  }

  @Test
  void random_input_is_never_refused() {
    Random random = new Random(42);
    String alphabet = "'\"`[]()$$ab1?:@;,.-/*\\\n =<>{}qQeEnNxXuU&選\ud83d\ude00#%";
    String[] words = {"SELECT", " FROM ", "INTO ", " t", "WITH ", "IN (", " UPDATE ", "BETWEEN "};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder sql = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        if (random.nextInt(4) == 0) {
          sql.append(words[random.nextInt(words.length)]);
        } else {
          sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      DbStatement statement =
          SqlAnalysis.of(
              sql.toString(), random.nextBoolean(), SqlDialect.values()[random.nextInt(4)]);
      assertThat(statement.summary()).as(sql.toString()).isNotEmpty().hasSizeLessThan(256);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "'", "\"", "[", "/*", "$a", "$a$", "a.", "IN (1,", "SELECT * FROM t,", "\\'"})
  void long_input_is_bounded_and_takes_linear_time(String part) {
    String sql = "SELECT " + part.repeat(1_000_000 / part.length());
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> assertThat(SqlAnalysis.of(sql, true, SqlDialect.ANY).text()).hasSizeLessThan(70_000));
  }
}
