// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows a statement token by token and notes its verbs and tables. Knows no grammar, only where a
 * table's name may stand; what it does not understand it leaves out.
 */
final class SqlSummary {
  static final String OTHER = "OTHER";

  private static final int MAX_SUMMARY = 255;
  private static final int MAX_NAME = 128;
  private static final int MAX_CTES = 32;

  private final StringBuilder summary = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private final SqlClauses clauses = new SqlClauses();
  private final List<String> ctes = new ArrayList<>(0);
  private @Nullable SqlKeyword main;
  private int mainDepth;
  private boolean with;
  private int withDepth;
  private boolean expectCte;
  private boolean expectName;
  private boolean inName;
  private boolean afterDot;
  private boolean nameMayBeFunction;
  private boolean procedure;
  private boolean definition;
  private boolean opaque;
  private boolean started;
  private @Nullable String collection;
  private @Nullable String firstTable;

  SqlClauses clauses() {
    return clauses;
  }

  /** Whether a double-quoted token here is a name, as the place of a table's shows. */
  boolean expectsName() {
    return expectName || inName && afterDot || expectCte;
  }

  boolean isOpaque() {
    return opaque;
  }

  void word(String sql, int start, int end, @Nullable SqlKeyword keyword) {
    if (inName && afterDot) {
      appendName(sql, start, end);
      return;
    }
    finishName(false);
    boolean first = !started;
    started = true;
    if (opaque) {
      return;
    }
    if (first && (keyword == null || !keyword.isVerb())) {
      opaque = true;
    } else if (expectCte && keyword != SqlKeyword.RECURSIVE) {
      addCte(sql.substring(start, Math.min(end, start + MAX_NAME)));
    } else if (keyword == null) {
      nonKeyword(sql, start, end);
    } else {
      keyword(keyword, first, sql, start, end);
    }
  }

  private void nonKeyword(String sql, int start, int end) {
    if (expectName) {
      appendName(sql, start, end);
    }
    clauses.word(null);
  }

  void quotedName(String sql, int start, int end) {
    started = true;
    boolean quote = end - start >= 2;
    int from = quote ? start + 1 : start;
    int to = quote ? end - 1 : end;
    if (inName && afterDot || !opaque && !inName && expectName) {
      appendName(sql, from, to);
    } else {
      finishName(false);
      if (expectCte) {
        addCte(sql.substring(from, Math.min(to, from + MAX_NAME)));
      }
    }
    clauses.word(null);
  }

  void value() {
    started = true;
    finishName(false);
    expectName = false;
    clauses.value();
  }

  void symbol(char c) {
    if (c == '.' && inName) {
      afterDot = true;
      return;
    }
    finishName(c == '(');
    switch (c) {
      case '(' -> {
        expectName = expectName && clauses.isFrom();
        boolean wasExpecting = expectName;
        clauses.open(definition);
        if (!wasExpecting) {
          expectName = false;
        }
      }
      case ')' -> {
        expectName = false;
        clauses.close();
      }
      case ',' -> comma();
      case ';' -> {
        expectName = false;
        clauses.symbol(c);
      }
      default -> {
        if (c != '{' && c != '}' && c != '=') { // JDBC's {? = call name(?)}
          expectName = false;
        }
        clauses.symbol(c);
      }
    }
  }

  private void comma() {
    if (with && main == null && clauses.depth() == withDepth) {
      expectCte = true;
    }
    expectName = clauses.isFrom() && !definition;
    nameMayBeFunction = true;
    clauses.symbol(',');
  }

  private void keyword(SqlKeyword keyword, boolean first, String sql, int start, int end) {
    if (expectName && keyword.isModifier()) {
      return;
    }
    boolean statementStart = first || clauses.atStatementStart() || main == null;
    if (keyword.isVerb() && (statementStart || keyword == SqlKeyword.SELECT)) {
      verb(keyword);
    } else if (definition && keyword.isDefinedObject() && collection == null && !inName) {
      append(keyword.name());
      expect(keyword == SqlKeyword.TABLE || keyword == SqlKeyword.VIEW, false);
      definition = true;
    } else {
      clauseWord(keyword, sql, start, end);
    }
    clauses.word(keyword);
  }

  private void clauseWord(SqlKeyword keyword, String sql, int start, int end) {
    switch (keyword) {
      case FROM -> expect(clauses.takesFrom(), true);
      case JOIN -> expect(true, true);
      case INTO -> expect(true, false);
      case USING -> expect(main == SqlKeyword.MERGE, true);
      default -> {
        if (expectName && keyword.compareTo(SqlKeyword.VIEW) >= 0) {
          appendName(sql, start, end); // a table called user, index or role
        } else {
          expectName = false;
        }
      }
    }
  }

  private void verb(SqlKeyword verb) {
    expectName = false;
    if (verb == SqlKeyword.WITH) {
      with = true;
      withDepth = clauses.depth();
      expectCte = true;
      return;
    }
    if (main != null && (verb == SqlKeyword.REPLACE || verb.isOpaque())) {
      return; // a function or a word of the clause
    }
    boolean withinCte = with && clauses.depth() > withDepth;
    if (main == null && !withinCte) {
      main = verb;
      mainDepth = clauses.depth();
      opaque = verb.isOpaque();
    }
    append(verb.name());
    procedure = verb == SqlKeyword.CALL || verb == SqlKeyword.EXEC || verb == SqlKeyword.EXECUTE;
    definition = verb.isDefinition();
    expect(
        procedure
            || verb == SqlKeyword.UPDATE
            || verb == SqlKeyword.DELETE
            || verb == SqlKeyword.MERGE
            || verb == SqlKeyword.TRUNCATE,
        false);
  }

  private void expect(boolean expected, boolean mayBeFunction) {
    expectName = expected;
    nameMayBeFunction = mayBeFunction;
  }

  private void addCte(String cte) {
    expectCte = false;
    if (ctes.size() < MAX_CTES) {
      ctes.add(cte.toLowerCase(Locale.ROOT));
    }
  }

  private void appendName(String sql, int start, int end) {
    if (afterDot) {
      name.append('.');
    }
    int room = MAX_NAME - name.length();
    if (room > 0) {
      name.append(sql, start, Math.min(end, start + room));
    }
    inName = true;
    afterDot = false;
    expectName = false;
  }

  private void finishName(boolean paren) {
    if (!inName) {
      return;
    }
    inName = false;
    afterDot = false;
    String table = name.toString();
    name.setLength(0);
    if (table.isEmpty() || paren && nameMayBeFunction || isCte(table)) {
      return;
    }
    append(table);
    if (procedure) {
      return;
    }
    if (firstTable == null) {
      firstTable = table;
    }
    if (collection == null && main != null && clauses.depth() == mainDepth) {
      collection = table;
    }
  }

  private boolean isCte(String table) {
    return !ctes.isEmpty() && ctes.contains(table.toLowerCase(Locale.ROOT));
  }

  private void append(String word) {
    if (summary.length() + word.length() + 1 <= MAX_SUMMARY) {
      summary.append(summary.isEmpty() ? "" : " ").append(word);
    }
  }

  String operation() {
    return main == null ? OTHER : main.name();
  }

  String summary() {
    return summary.isEmpty() ? operation() : summary.toString();
  }

  @Nullable String collection() {
    return collection == null && with ? firstTable : collection;
  }

  void end() {
    finishName(false);
  }
}
