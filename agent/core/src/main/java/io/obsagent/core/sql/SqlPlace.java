// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a keyword is where a table's name is expected, and where statements may begin. */
final class SqlPlace {
  private SqlPlace() {}

  /**
   * Whether it stands between a verb and the name of its table, and is not that name.
   *
   * @param from whether tables are read from, so that TABLE would begin a function
   */
  static boolean isModifier(SqlKeyword keyword, SqlScanner scanner, boolean from) {
    if (!keyword.isModifier()) {
      return false;
    }
    switch (keyword) {
      case FROM, INTO, NOT -> {
        return true;
      }
      case TABLE -> {
        if (from || scanner.following() == '(') {
          return from && scanner.following() == '(';
        }
      }
      default -> {}
    }
    SqlKeyword next = scanner.followingKeyword();
    return next == null || !next.followsTable() || next == SqlKeyword.FROM;
  }

  /** Whether it is the name of a table: {@code FROM order}, {@code UPDATE set SET a = 1}. */
  static boolean isTable(SqlKeyword keyword, SqlScanner scanner) {
    SqlKeyword next = scanner.followingKeyword();
    return switch (keyword) {
      case ORDER, GROUP -> next != SqlKeyword.BY;
      case SELECT, VALUES, WITH, FROM, WHERE, SET, ON, JOIN, USING, AND, OR, HAVING, INTO, AS ->
          scanner.following() == '.'
              || next != null && next.followsTable() && next != SqlKeyword.FROM;
      case LATERAL, EXISTS, IF -> false;
      default -> true;
    };
  }

  /** Whether {@code WITH x AS (…)} may stand here, within a statement. */
  static boolean takesCtes(@Nullable SqlKeyword verb, SqlClauses clauses) {
    return verb == SqlKeyword.INSERT
        || verb == SqlKeyword.EXPLAIN
        || verb == SqlKeyword.CREATE && clauses.follows(SqlKeyword.AS);
  }

  /** What may follow the table of an INSERT that goes without INTO. */
  static boolean followsInserted(@Nullable SqlKeyword keyword) {
    return keyword == SqlKeyword.VALUES
        || keyword == SqlKeyword.SELECT
        || keyword == SqlKeyword.SET
        || keyword == SqlKeyword.WITH
        || keyword == SqlKeyword.EXEC;
  }

  /** {@code BEGIN} begins a transaction or a block, {@code DECLARE @x} is a statement. */
  static boolean mayBeginBlock(SqlKeyword verb, SqlScanner scanner) {
    return verb == SqlKeyword.BEGIN || verb == SqlKeyword.DECLARE && scanner.following() != '@';
  }

  /** Behind BEGIN or DECLARE: else a block of statements begins. */
  static boolean isTransaction(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "TRAN", "TRANSACTION", "WORK", "ISOLATION", "READ", "DEFERRED", "IMMEDIATE" -> true;
      case "EXCLUSIVE", "CONCURRENT", "NOT" -> true;
      default -> false;
    };
  }

  /** Whether a text in single quotes looks like a name. */
  static boolean isPlainName(String sql, int start, int end) {
    if (end - start < 3 || sql.charAt(start) != '\'' || sql.charAt(end - 1) != '\'') {
      return false;
    }
    for (int i = start + 1; i < end - 1; i++) {
      char c = sql.charAt(i);
      if (!SqlChars.isWordPart(c) && c != '.' && c != ' ' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
