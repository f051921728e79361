// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements with literals in every form of a dialect, at every place where literals may stand. */
class SqlFuzzTest {
  private static final int STATEMENTS = 20_000;

  /** What every text literal, and every number, holds. */
  private static final String SECRET = "gehEIM";

  private static final String DIGITS = "73519";

  private static final String[] NASTY = {
    "'",
    "\"",
    "`",
    "\\",
    "--",
    "-- ",
    "#",
    "/*",
    "*/",
    "//",
    "$$",
    "$a$",
    "[",
    "]",
    "(",
    ")",
    ";",
    ",",
    "\n",
    " ",
    "?",
    ":x",
    "@",
    "FROM ",
    " SELECT ",
    "q'[",
    "E'",
    "é",
    "選",
    "\ud83d\ude00",
    "x",
  };

  /** How a database writes texts, names and comments. */
  enum Dialect {
    POSTGRES(SqlDialect.STANDARD),
    MYSQL(SqlDialect.QUOTED_TEXT),
    ORACLE(SqlDialect.STANDARD),
    SQL_SERVER(SqlDialect.MONEY),
    H2(SqlDialect.STANDARD),
    BIGQUERY(SqlDialect.QUOTED_TEXT),
    SPARK(SqlDialect.QUOTED_TEXT),
    DB2(SqlDialect.STANDARD),
    CASSANDRA(SqlDialect.ANY),
    UNHEARD_BIGQUERY(SqlDialect.ANY);

    private final SqlDialect rules;

    Dialect(SqlDialect rules) {
      this.rules = rules;
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void no_literal_survives(Dialect dialect) {
    Generator generator = new Generator(dialect, new Random(dialect.ordinal()), true);
    int cut = 0;
    for (int i = 0; i < STATEMENTS; i++) {
      String sql = generator.statement();
      DbStatement statement = SqlAnalysis.of(sql, true, dialect.rules);
      assertThat(statement.text() + statement.summary() + statement.collection())
          .as("%s of %s", statement, sql)
          .doesNotContain(SECRET, DIGITS)
          .hasSizeLessThan(3 * sql.length() + 100);
      cut += statement.text().endsWith("…") ? 1 : 0;
    }
    assertThat(cut).as("texts given up").isLessThan(STATEMENTS);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void plain_literals_change_neither_text_nor_summary(Dialect dialect) {
    Generator literals = new Generator(dialect, new Random(dialect.ordinal()), false);
    Generator parameters = new Generator(dialect, new Random(dialect.ordinal()), false);
    parameters.onlyParameters = true;
    for (int i = 0; i < STATEMENTS; i++) {
      String sql = literals.statement();
      DbStatement expected = SqlAnalysis.of(parameters.statement(), true, dialect.rules);
      assertThat(SqlAnalysis.of(sql, true, dialect.rules)).as(sql).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_statement_that_ends_anywhere_keeps_no_literal(Dialect dialect) {
    Generator generator = new Generator(dialect, new Random(-1 - dialect.ordinal()), true);
    for (int i = 0; i < STATEMENTS; i++) {
      String sql = generator.statement();
      String part = sql.substring(0, generator.random.nextInt(sql.length() + 1));
      DbStatement statement = SqlAnalysis.of(part, true, dialect.rules);
      assertThat(statement.text() + statement.summary() + statement.collection())
          .as("%s of %s", statement, part)
          .doesNotContain(SECRET, DIGITS);
    }
  }

  /** Makes statements; two with the same seed differ in nothing but their literals. */
  private static final class Generator {
    private final Dialect dialect;
    private final Random random;
    private final boolean nasty;
    private boolean onlyParameters;

    Generator(Dialect dialect, Random random, boolean nasty) {
      this.dialect = dialect;
      this.random = random;
      this.nasty = nasty;
    }

    String statement() {
      return switch (random.nextInt(7)) {
        case 0 -> "SELECT " + column() + ", " + value() + " FROM " + table() + where();
        case 1 -> "INSERT INTO " + table() + " (a, b) VALUES (" + value() + ", " + value() + ")";
        case 2 -> "UPDATE " + table() + " SET a = " + value() + ", b = " + value() + where();
        case 3 -> "DELETE FROM " + table() + where();
        case 4 ->
            "SELECT lower("
                + value()
                + "), CASE WHEN a = "
                + value()
                + " THEN "
                + value()
                + " END FROM "
                + table()
                + where();
        case 5 ->
            "WITH x AS (SELECT "
                + value()
                + " AS a FROM "
                + table()
                + ") SELECT * FROM x"
                + where()
                + comment()
                + " ORDER BY a";
        default -> "CALL proc(" + value() + "," + comment() + value() + ")";
      };
    }

    private String where() {
      return switch (random.nextInt(5)) {
        case 0 -> " WHERE a = " + value();
        case 1 -> " WHERE a IN (" + value() + ", " + value() + ")" + comment();
        case 2 -> " WHERE a BETWEEN " + value() + " AND " + value();
        case 3 -> comment() + " WHERE a LIKE " + value() + " OR " + value() + " < b";
        default -> "";
      };
    }

    private String column() {
      return name("colour");
    }

    private String table() {
      return name("product") + comment();
    }

    private String name(String plain) {
      return switch (dialect) {
        case MYSQL, BIGQUERY, SPARK, UNHEARD_BIGQUERY -> "`" + plain + "`";
        case SQL_SERVER -> "[" + plain + (nasty && random.nextInt(8) == 0 ? "]] it's" : "") + "]";
        case POSTGRES, ORACLE, H2, DB2, CASSANDRA ->
            random.nextBoolean() ? plain : "\"" + plain + "\"";
      };
    }

    private String comment() {
      int kind = random.nextInt(nasty ? 8 : 4);
      String said = nasty ? body().replace("\n", " ").replace(SECRET, "") : "a word";
      String lines = said.replace("*/", "").replace("/*", "") + "*";
      return switch (kind) {
        case 0 -> " /* " + lines + "*/ ";
        case 1 -> " -- " + said + "\n";
        case 2 -> dialect == Dialect.MYSQL ? " # " + said + "\n" : " /* a /* b */ */ ";
        case 4 -> dialect == Dialect.MYSQL ? " /* /* " + lines + "*/ " : " --" + said + "\n";
        case 5 -> nests() ? " /* /* " + lines + "*/" + lines + "*/ " : "";
        default -> " ";
      };
    }

    private boolean nests() {
      return dialect == Dialect.POSTGRES || dialect == Dialect.SQL_SERVER || dialect == Dialect.H2;
    }

    /** Draws as many numbers whether it makes a literal or a parameter. */
    private String value() {
      String value = random.nextInt(3) == 0 ? number() : text();
      return onlyParameters ? "?" : value;
    }

    private String number() {
      String[] forms = {
        DIGITS,
        DIGITS + "." + DIGITS,
        "." + DIGITS,
        DIGITS + ".",
        DIGITS + "e+5",
        DIGITS + "E-" + DIGITS,
        "0x" + DIGITS + "aF",
        "X'" + DIGITS + "'",
        "b'" + DIGITS + "'",
      };
      String number = forms[random.nextInt(forms.length)];
      number = ownNumber(number);
      boolean minus = nasty && random.nextInt(6) == 0;
      return !minus ? number : dialect == Dialect.MYSQL ? "5--" + DIGITS : "-" + number;
    }

    private String ownNumber(String number) {
      if (random.nextInt(4) != 0) {
        return number;
      }
      return switch (dialect) {
        case SQL_SERVER -> "$" + DIGITS + ".5";
        case CASSANDRA -> "abcdef0f-e29b-41d4-a716-4466" + DIGITS + "000";
        case DB2 -> "GX'" + DIGITS + "'";
        default -> "\u0663" + DIGITS;
      };
    }

    private String text() {
      String body = nasty ? body() : SECRET;
      int form = random.nextInt(3);
      return switch (dialect) {
        case POSTGRES ->
            switch (form) {
              case 0 -> "$t$" + body.replace("$", "") + "$t$";
              case 1 -> "E" + escaped(body, '\'');
              default -> doubled(body);
            };
        case MYSQL ->
            switch (form) {
              case 0 -> escaped(body, '"');
              case 1 -> "N" + escaped(body, '\'');
              default -> escaped(body, '\'');
            };
        case ORACLE ->
            switch (form) {
              case 0 -> "q'[" + body.replace("]", "") + "]'";
              case 1 -> "nq'!" + body.replace("!", "") + "!'";
              default -> doubled(body);
            };
        case SQL_SERVER -> (form == 0 ? "N" : "") + doubled(body);
        case BIGQUERY, UNHEARD_BIGQUERY -> bigQuery(body, form);
        case SPARK ->
            form == 0
                ? "r'" + body.replaceAll("['\\\\]", "") + "'"
                : escaped(body, form == 1 ? '"' : '\'');
        case DB2 -> new String[] {"G", "N", ""}[form] + doubled(body);
        case CASSANDRA -> form == 0 ? "$$" + body.replace("$", "") + "$$" : doubled(body);
        case H2 -> form == 0 ? "$$" + body.replace("$", "") + "$$" : doubled(body);
      };
    }

    /** Where double quotes are not known to be for texts, only single ones are used. */
    private String bigQuery(String body, int form) {
      char quote = dialect == Dialect.BIGQUERY && random.nextBoolean() ? '"' : '\'';
      String prefix = new String[] {"", "r", "b", "rb"}[random.nextInt(4)];
      if (form == 0) {
        String triple = String.valueOf(quote).repeat(3);
        String inner = body.replace("\\", "").replace(triple, "");
        inner = inner.endsWith(String.valueOf(quote)) ? inner + "x" : inner;
        return prefix + triple + inner + triple;
      }
      String plain = body.replace("\\", "\\\\").replace("\n", " ");
      return (prefix.startsWith("b") ? "b" : "")
          + quote
          + plain.replace(String.valueOf(quote), "\\" + quote)
          + quote;
    }

    private static String doubled(String body) {
      return "'" + body.replace("'", "''") + "'";
    }

    private String escaped(String body, char quote) {
      String inner = body.replace("\\", "\\\\");
      String mark = String.valueOf(quote);
      return quote + inner.replace(mark, random.nextBoolean() ? mark + mark : "\\" + mark) + quote;
    }

    private String body() {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(5); i >= 0; i--) {
        body.append(NASTY[random.nextInt(NASTY.length)]);
        body.append(SECRET);
        body.append(NASTY[random.nextInt(NASTY.length)]);
      }
      return body.toString();
    }
  }
}
