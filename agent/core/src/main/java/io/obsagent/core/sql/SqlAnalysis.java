// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.SqlDialect;
import org.jspecify.annotations.Nullable;

/** One scan over a statement: writes its text without data, and feeds its summary. */
final class SqlAnalysis {
  /** Of a longer statement the rest is not read. */
  private static final int MAX_INPUT = 32_768;

  private final String sql;
  private final boolean sanitise;
  private final SqlDialect dialect;
  private final SqlScanner scanner;
  private final SqlSummary summary;
  private final SqlText text;
  private boolean behindIn;
  private boolean inList;
  private boolean listHasValue;
  private boolean listComma;
  private boolean identified;
  private boolean passwordNext;

  private SqlAnalysis(String sql, boolean sanitise, SqlDialect dialect) {
    this.sql = sql;
    this.sanitise = sanitise;
    this.dialect = dialect;
    char[] chars = new char[Math.min(sql.length(), MAX_INPUT)];
    sql.getChars(0, chars.length, chars, 0);
    this.scanner = new SqlScanner(sql, chars, dialect);
    this.summary = new SqlSummary(sql);
    this.text = new SqlText(sql, chars);
  }

  /**
   * @param sanitise whether literals become {@code ?}
   */
  static DbStatement of(String sql, boolean sanitise, SqlDialect dialect) {
    return new SqlAnalysis(sql, sanitise, dialect).run();
  }

  private DbStatement run() {
    SqlScanner.Token token;
    while ((token = scanner.next()) != SqlScanner.Token.END) {
      // most are one of these two, and need no table to be told
      if (token == SqlScanner.Token.WORD) {
        word();
        continue;
      }
      if (token == SqlScanner.Token.SYMBOL) {
        symbol();
        continue;
      }
      if (token == SqlScanner.Token.UNKNOWN) {
        giveUp();
        break;
      }
      switch (token) {
        case BACK_QUOTED -> name();
        case DOUBLE_QUOTED -> {
          if (isValue()) {
            literal();
          } else {
            name();
          }
        }
        case LITERAL -> literal();
        default -> parameter();
      }
    }
    summary.end();
    return new DbStatement(
        text.toString(), summary.summary(), summary.operation(), summary.collection());
  }

  /** Behind such a place a literal may look like a name, even like that of a table. */
  private void giveUp() {
    if (sanitise) {
      text.write('…', 0);
    } else {
      text.copy(scanner.start(), Math.min(sql.length(), MAX_INPUT), scanner.gap());
    }
  }

  private boolean isValue() {
    if (dialect == SqlDialect.QUOTED_TEXT) {
      return true;
    }
    if (summary.expectsName() || scanner.following() == '.' || text.endsWith('.')) {
      return false;
    }
    return summary.isOpaque() || summary.clauses().takesValue();
  }

  private void word() {
    SqlKeyword keyword = scanner.keyword();
    if (identified || keyword == SqlKeyword.IDENTIFIED) {
      if (isPassword(keyword)) {
        literal();
        return;
      }
    }
    leaveList();
    copy();
    behindIn = summary.word(scanner, keyword) == SqlKeyword.IN;
  }

  /** Some databases take a password without quotes: {@code IDENTIFIED BY x [REPLACE y]}. */
  private boolean isPassword(@Nullable SqlKeyword keyword) {
    boolean password = passwordNext && keyword != SqlKeyword.VALUES;
    identified |= keyword == SqlKeyword.IDENTIFIED;
    passwordNext =
        identified && !password && (keyword == SqlKeyword.BY || keyword == SqlKeyword.REPLACE);
    return password;
  }

  private void name() {
    leaveList();
    copy();
    behindIn = false;
    summary.quotedName(scanner.start(), scanner.end());
  }

  private void literal() {
    if (!isRepeatedInList()) {
      if (sanitise) {
        text.write('?', scanner.gap());
      } else {
        copy();
      }
    }
    behindIn = false;
    summary.literal(scanner);
  }

  private void parameter() {
    if (!isRepeatedInList()) {
      copy();
    }
    behindIn = false;
    summary.value();
  }

  /**
   * In {@code IN (?, ?, ?)} only the first value is written: one statement for lists of any length.
   */
  private boolean isRepeatedInList() {
    if (!inList || !sanitise) {
      return false;
    }
    boolean repeated = listHasValue && listComma;
    if (listHasValue && !listComma) {
      leaveList();
    }
    listHasValue = true;
    listComma = false;
    return repeated;
  }

  private void leaveList() {
    if (inList) {
      if (listComma) {
        text.write(',', 0);
      }
      inList = false;
      listComma = false;
    }
  }

  private void symbol() {
    char c = scanner.first();
    if (inList && c == ',' && listHasValue && !listComma && sanitise) {
      listComma = true;
    } else {
      leaveList();
      copy();
      if (c == '(' && behindIn) {
        inList = true;
        listHasValue = false;
      }
    }
    behindIn = false;
    summary.symbol(c);
  }

  private void copy() {
    text.copy(scanner.start(), scanner.end(), scanner.gap());
  }
}
