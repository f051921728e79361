// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The clause at each depth of parentheses, and the last token: what decides whether {@code "x"} is
 * a name (SQL) or a text (MySQL), and whether {@code FROM} names a table or belongs to a function.
 * What changes with each token is kept by number: to store a reference is more work, for the sake
 * of the garbage collector.
 */
final class SqlClauses {
  private enum Clause {
    NONE,
    SELECT,
    FROM,
    /** The condition of a join: a comma after it goes on with the tables. */
    JOINED,
    INTO,
    COLUMNS,
    CONDITION,
    ORDER,
    SET,
    VALUES,
    ARGUMENTS;

    private static final Clause[] ALL = values();
  }

  private static final int MAX_DEPTH = 63;

  private static final int NO_KEYWORD = -1;

  /** Of the depths around this one; those from {@link #MAX_DEPTH} on share one clause. */
  private byte[] outer = new byte[8];

  private int depth;
  private int clause;
  private int last = NO_KEYWORD;
  private char lastSymbol = ';';
  private boolean between;
  private boolean secret;

  int depth() {
    return depth;
  }

  private boolean isIn(Clause clause) {
    return this.clause == clause.ordinal();
  }

  private Clause clause() {
    return Clause.ALL[clause];
  }

  private void setClause(Clause clause) {
    this.clause = clause.ordinal();
  }

  private @Nullable SqlKeyword lastKeyword() {
    return last == NO_KEYWORD ? null : SqlKeyword.at(last);
  }

  boolean isFrom() {
    return isIn(Clause.FROM);
  }

  boolean atStatementStart() {
    return lastSymbol == '(' || lastSymbol == ';';
  }

  boolean followsBrace() {
    return lastSymbol == '{';
  }

  boolean follows(SqlKeyword keyword) {
    return last == keyword.ordinal();
  }

  /** Whether FROM would name tables here; in EXTRACT(YEAR FROM d) it does not. */
  boolean takesFrom() {
    return !follows(SqlKeyword.DISTINCT) && !isIn(Clause.ARGUMENTS) && !isIn(Clause.COLUMNS);
  }

  /** Whether a word that begins a clause elsewhere is the name of a column here. */
  boolean isColumn(SqlKeyword keyword, SqlScanner scanner) {
    if (!keyword.mayBeColumn() || lastSymbol == ';') {
      return false;
    }
    if (lastSymbol == '.') {
      return true;
    }
    char next = scanner.following();
    if (next == 0) {
      return keyword.isVerb();
    }
    return SqlChars.is(next, SqlChars.AFTER_NAME) || isOperand(keyword, scanner);
  }

  private boolean isOperand(SqlKeyword keyword, SqlScanner scanner) {
    boolean afterComma = last == NO_KEYWORD && lastSymbol == ',';
    if (keyword == SqlKeyword.FROM
        && (follows(SqlKeyword.SELECT) || afterComma && isIn(Clause.SELECT))) {
      SqlKeyword next = scanner.followingKeyword();
      return next == SqlKeyword.FROM || next == SqlKeyword.AS;
    }
    if (afterComma) {
      return !isIn(Clause.FROM) && !isIn(Clause.JOINED);
    }
    SqlKeyword before = lastKeyword();
    if (before == null) {
      return SqlChars.is(lastSymbol, SqlChars.OPERATOR);
    }
    return switch (before) {
      case SELECT, WHERE, AND, OR, NOT, ON, HAVING, WHEN, CASE, LIKE, BETWEEN, BY, SET, LIMIT ->
          true;
      case THEN, ELSE -> !keyword.isVerb();
      default -> false;
    };
  }

  /** A list of tables begins, as behind UPDATE. */
  void tables() {
    setClause(Clause.FROM);
  }

  /** Whether a table may follow the comma that comes now. */
  boolean comma() {
    if (isIn(Clause.JOINED)) {
      setClause(Clause.FROM);
    }
    symbol(',');
    return isFrom();
  }

  void word(@Nullable SqlKeyword keyword) {
    if (keyword == null) {
      lastSymbol = 0;
      last = NO_KEYWORD;
      return;
    }
    between = keyword == SqlKeyword.BETWEEN || between && keyword == SqlKeyword.AND;
    if (keyword == SqlKeyword.DISTINCT && follows(SqlKeyword.SELECT)) {
      return; // a column follows, as behind SELECT alone
    }
    lastSymbol = 0;
    secret |= keyword == SqlKeyword.IDENTIFIED || keyword == SqlKeyword.PASSWORD;
    Clause next = clauseOf(keyword);
    if (next != null && (keyword != SqlKeyword.FROM || takesFrom())) {
      setClause(next);
    }
    last = keyword.ordinal();
  }

  private @Nullable Clause clauseOf(SqlKeyword keyword) {
    return switch (keyword) {
      case SELECT, RETURNING, OUTPUT -> Clause.SELECT;
      case BY, LIMIT, WINDOW, SETTINGS, FOR -> Clause.ORDER;
      case FROM, JOIN -> Clause.FROM;
      case INTO -> Clause.INTO;
      case SET, UPDATE -> Clause.SET;
      case VALUES -> Clause.VALUES;
      case ON -> isFrom() ? Clause.JOINED : Clause.CONDITION;
      case WHERE, HAVING, QUALIFY, PREWHERE -> Clause.CONDITION;
      default -> null;
    };
  }

  void value() {
    lastSymbol = 0;
    last = NO_KEYWORD;
  }

  void symbol(char c) {
    lastSymbol = c;
    last = NO_KEYWORD;
    if (c == ';') {
      depth = 0;
      setClause(Clause.NONE);
    }
  }

  void open(boolean definition) {
    Clause inner = opened(definition);
    if (depth < MAX_DEPTH) {
      if (depth == outer.length) {
        outer = Arrays.copyOf(outer, 2 * depth);
      }
      outer[depth] = (byte) clause;
    }
    depth++;
    setClause(inner);
    lastSymbol = '(';
    last = NO_KEYWORD;
  }

  private Clause opened(boolean definition) {
    Clause around = clause();
    boolean columns = definition && !follows(SqlKeyword.AS);
    if (columns || around == Clause.INTO || follows(SqlKeyword.USING)) {
      return Clause.COLUMNS;
    }
    if (around == Clause.VALUES) {
      return Clause.VALUES;
    }
    if (lastSymbol == '(' || lastSymbol == ';') {
      return around;
    }
    SqlKeyword before = lastKeyword();
    if (before == null) {
      return Clause.ARGUMENTS;
    }
    return switch (before) {
      case WHERE, AND, OR, NOT, ON, HAVING, SELECT, FROM, JOIN, BY ->
          around == Clause.JOINED ? Clause.CONDITION : around;
      default -> Clause.ARGUMENTS;
    };
  }

  void close() {
    if (depth > 0) {
      depth--;
      if (depth < MAX_DEPTH) {
        clause = outer[depth];
      }
    }
    lastSymbol = ')';
    last = NO_KEYWORD;
  }

  /** Whether a double-quoted token that comes now is a value where quotes may mean either. */
  boolean takesValue() {
    if (secret || between) {
      return true;
    }
    if (lastSymbol == '*' || SqlChars.is(lastSymbol, SqlChars.OPERATOR)) {
      return true;
    }
    SqlKeyword before = lastKeyword();
    if (before != null) {
      switch (before) {
        case LIKE, IN, WHEN, THEN, ELSE, LIMIT, VALUES, PASSWORD -> {
          return true;
        }
        default -> {
          return isIn(Clause.ARGUMENTS) && before != SqlKeyword.DISTINCT;
        }
      }
    }
    return isIn(Clause.VALUES) || isIn(Clause.ARGUMENTS);
  }
}
