// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * The clause at each depth of parentheses, and the last token: what decides whether {@code "x"} is
 * a name (SQL) or a text (MySQL), and whether {@code FROM} names a table or belongs to a function.
 */
final class SqlClauses {
  private enum Clause {
    NONE,
    SELECT,
    FROM,
    INTO,
    COLUMNS,
    CONDITION,
    SET,
    VALUES,
    ARGUMENTS
  }

  private static final int MAX_DEPTH = 64;

  private final Clause[] stack = new Clause[MAX_DEPTH];
  private int depth;
  private @Nullable SqlKeyword lastKeyword;
  private char lastSymbol = ';';
  private boolean between;
  private boolean secret;

  SqlClauses() {
    stack[0] = Clause.NONE;
  }

  int depth() {
    return depth;
  }

  private Clause clause() {
    return stack[Math.min(depth, MAX_DEPTH - 1)];
  }

  private void setClause(Clause clause) {
    stack[Math.min(depth, MAX_DEPTH - 1)] = clause;
  }

  boolean isFrom() {
    return clause() == Clause.FROM;
  }

  boolean atStatementStart() {
    return lastSymbol == '(' || lastSymbol == ';';
  }

  /** Whether FROM would name tables here; in EXTRACT(YEAR FROM d) it does not. */
  boolean takesFrom() {
    return clause() != Clause.ARGUMENTS && lastKeyword != SqlKeyword.DISTINCT;
  }

  void word(@Nullable SqlKeyword keyword) {
    boolean keepsBetween = keyword == null || keyword == SqlKeyword.BETWEEN;
    between =
        keyword == SqlKeyword.BETWEEN || between && (keepsBetween || keyword == SqlKeyword.AND);
    lastSymbol = 0;
    if (keyword != null) {
      secret |= keyword == SqlKeyword.IDENTIFIED || keyword == SqlKeyword.PASSWORD;
      Clause next = clauseOf(keyword);
      if (next != null && (keyword != SqlKeyword.FROM || takesFrom())) {
        setClause(next);
      }
    }
    lastKeyword = keyword;
  }

  private static @Nullable Clause clauseOf(SqlKeyword keyword) {
    return switch (keyword) {
      case SELECT, GROUP, ORDER -> Clause.SELECT;
      case FROM, JOIN -> Clause.FROM;
      case INTO -> Clause.INTO;
      case SET -> Clause.SET;
      case VALUES -> Clause.VALUES;
      case WHERE, HAVING, ON -> Clause.CONDITION;
      default -> null;
    };
  }

  void value() {
    lastSymbol = 0;
    lastKeyword = null;
  }

  void symbol(char c) {
    lastSymbol = c;
    lastKeyword = null;
    if (c == ';') {
      depth = 0;
      stack[0] = Clause.NONE;
    }
  }

  void open(boolean definition) {
    Clause inner = opened(definition);
    depth++;
    setClause(inner);
    lastSymbol = '(';
    lastKeyword = null;
  }

  private Clause opened(boolean definition) {
    Clause outer = clause();
    if (definition || outer == Clause.INTO || lastKeyword == SqlKeyword.USING) {
      return Clause.COLUMNS;
    }
    if (outer == Clause.VALUES) {
      return Clause.VALUES;
    }
    if (lastSymbol == '(' || lastSymbol == ';') {
      return outer;
    }
    if (lastKeyword == null) {
      return Clause.ARGUMENTS;
    }
    return switch (lastKeyword) {
      case WHERE, AND, OR, NOT, ON, HAVING, SELECT, FROM, JOIN, BY -> outer;
      default -> Clause.ARGUMENTS;
    };
  }

  void close() {
    if (depth > 0) {
      depth--;
    }
    lastSymbol = ')';
    lastKeyword = null;
  }

  /** Whether a double-quoted token that comes now is a value where quotes may mean either. */
  boolean takesValue() {
    if (secret || between) {
      return true;
    }
    if (lastSymbol != 0 && "=<>!|+-*/%~^".indexOf(lastSymbol) >= 0) {
      return true;
    }
    if (lastKeyword != null) {
      switch (lastKeyword) {
        case LIKE, IN, WHEN, THEN, ELSE, LIMIT, VALUES, PASSWORD -> {
          return true;
        }
        default -> {
          return clause() == Clause.ARGUMENTS && lastKeyword != SqlKeyword.DISTINCT;
        }
      }
    }
    return clause() == Clause.VALUES || clause() == Clause.ARGUMENTS;
  }
}
