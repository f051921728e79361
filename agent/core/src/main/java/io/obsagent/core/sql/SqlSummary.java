// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows a text token by token and notes its verbs and tables. Knows no grammar, only where a
 * table's name may stand; what it does not understand it leaves out. What is a keyword depends on
 * its place: see {@link SqlClauses#isColumn}.
 */
final class SqlSummary {
  private static final int MAX_CTES = 32;

  private final String sql;
  private final SummaryText text = new SummaryText();
  private final TableName name;
  private final SqlClauses clauses = new SqlClauses();
  private List<String> ctes = List.of();

  private @Nullable SqlKeyword main;
  private @Nullable SqlKeyword verb;
  private int mainDepth;
  private int verbDepth;
  private boolean cteList;
  private int withDepth;
  private boolean expectCte;
  private boolean expectName;
  private boolean nameNeedsProof;
  private boolean inName;
  private boolean afterDot;
  private boolean nameMayBeFunction;
  private boolean targetsFromHere;
  private boolean definition;
  private boolean expectObject;
  private boolean opaque;
  private boolean body;
  private boolean mayBeBlock;
  private boolean started;
  private boolean later;
  private boolean with;
  private @Nullable String operation; // this and what follows: of the first statement
  private @Nullable String collection;
  private @Nullable String firstTable;

  SqlSummary(String sql) {
    this.sql = sql;
    this.name = new TableName(sql);
  }

  SqlClauses clauses() {
    return clauses;
  }

  /** Whether a double-quoted token is a name, as only a table's can stand here. */
  boolean expectsName() {
    return expectName || inName && afterDot || expectCte;
  }

  boolean isOpaque() {
    return opaque;
  }

  /**
   * @return the keyword that the word is here, or null if it is a name
   */
  @Nullable SqlKeyword word(SqlScanner scanner, @Nullable SqlKeyword known) {
    if (inName && afterDot) {
      appendName(scanner.start(), scanner.end());
      return null;
    }
    SqlKeyword keyword = known == null || isColumn(known, scanner) ? null : known;
    finishName(false, keyword);
    boolean first = !started;
    started = true;
    if (mayBeBlock) {
      body |= !SqlPlace.isTransaction(sql.substring(scanner.start(), scanner.end()));
      mayBeBlock = false;
    }
    if (opaque) {
      return keyword;
    }
    if (first && (keyword == null || !(keyword.isVerb() || keyword == SqlKeyword.FROM))) {
      opaque = true;
    } else if (body) {
      clauses.word(keyword);
    } else if (expectCte && keyword != SqlKeyword.RECURSIVE) {
      addCte(scanner.start(), scanner.end());
    } else if (keyword == null) {
      if (expectName && !clauses.followsBrace()) { // JDBC's {oj t LEFT OUTER JOIN u ON …}
        appendName(scanner.start(), scanner.end());
      }
      clauses.word(null);
    } else {
      keyword(keyword, first, scanner);
    }
    return keyword;
  }

  private boolean isColumn(SqlKeyword keyword, SqlScanner scanner) {
    if (verb == null || opaque) {
      return false;
    }
    if (clauses.follows(SqlKeyword.AS) && keyword.mayBeColumn()) {
      return !definition;
    }
    return clauses.isColumn(keyword, scanner);
  }

  void quotedName(int start, int end) {
    started = true;
    boolean quote = end - start >= 2;
    int from = quote ? start + 1 : start;
    int to = quote ? end - 1 : end;
    if (inName && afterDot || !opaque && !inName && expectName) {
      appendName(from, to);
    } else {
      finishName(false, null);
      if (expectCte) {
        addCte(from, to);
      }
    }
    clauses.word(null);
  }

  /** Some databases take {@code 'x'} for a name, too, where only a name can be. */
  void literal(SqlScanner scanner) {
    int start = scanner.start();
    int end = scanner.end();
    boolean target = expectName && verb != null && !verb.isCall() && !nameNeedsProof;
    if ((target || inName && afterDot) && SqlPlace.isPlainName(sql, start, end)) {
      quotedName(start, end);
    } else {
      value();
    }
  }

  void value() {
    started = true;
    expectCte = false;
    mayBeBlock = false;
    finishName(false, null);
    expectName = false;
    clauses.value();
  }

  void symbol(char c) {
    if (c == '.' && inName) {
      afterDot = true;
      return;
    }
    finishName(c == '(', null);
    mayBeBlock = false;
    switch (c) {
      case '(' -> {
        expectCte = false;
        expectName = expectName && clauses.isFrom();
        clauses.open(definition);
      }
      case ')' -> {
        expectName = false;
        clauses.close();
      }
      case ',' -> comma();
      case ';' -> semicolon();
      default -> {
        if (c != '{' && c != '}' && c != '=') { // JDBC's {? = call name(?)}
          expectName = false;
        }
        clauses.symbol(c);
      }
    }
  }

  private void comma() {
    if (cteList && clauses.depth() == withDepth) {
      expectCte = true;
    }
    boolean tables = clauses.comma() && !definition;
    boolean dropped =
        (verb == SqlKeyword.DROP || verb == SqlKeyword.TRUNCATE)
            && collection != null
            && clauses.depth() == mainDepth;
    expect(tables || dropped, true);
  }

  private void semicolon() {
    expectName = false;
    clauses.symbol(';');
    if (body) {
      return;
    }
    later |= main != null;
    text.separate();
    main = null;
    verb = null;
    cteList = false;
    expectCte = false;
    definition = false;
    opaque = false;
    started = false;
    ctes = List.of();
  }

  private void keyword(SqlKeyword keyword, boolean first, SqlScanner scanner) {
    if (expectName) {
      boolean called = verb != null && verb.isCall() && keyword.hasBody();
      if (called || SqlPlace.isModifier(keyword, scanner, clauses.isFrom())) {
        modifier(keyword);
        return;
      }
      if (!nameNeedsProof && SqlPlace.isTable(keyword, scanner)) {
        appendName(scanner.start(), scanner.end());
        clauses.word(null);
        return;
      }
    }
    boolean isVerb = startsStatement(keyword, first, scanner);
    if (isVerb) {
      verb(keyword, scanner);
    } else if (expectObject && keyword.isDefinedObject()) {
      expectObject = false;
      text.append(keyword.name());
      expect(keyword == SqlKeyword.TABLE || keyword == SqlKeyword.VIEW, false);
      body = keyword.hasBody() && main == SqlKeyword.CREATE;
    } else {
      clauseWord(keyword, scanner);
    }
    clauses.word(keyword);
    if (isVerb && (keyword == SqlKeyword.UPDATE || keyword == SqlKeyword.DELETE)) {
      clauses.tables();
    }
  }

  private void modifier(SqlKeyword keyword) {
    targetsFromHere |= keyword == SqlKeyword.FROM;
    if (keyword == SqlKeyword.INTO) {
      clauses.word(keyword);
    }
    nameNeedsProof &= !keyword.provesTable();
  }

  private boolean startsStatement(SqlKeyword keyword, boolean first, SqlScanner scanner) {
    if (first && keyword == SqlKeyword.FROM) {
      verb(SqlKeyword.SELECT, scanner); // Hive and DuckDB
      return false;
    }
    if (!keyword.isVerb()) {
      return false;
    }
    if (keyword == SqlKeyword.SELECT) {
      return !(definition && main != SqlKeyword.CREATE && !clauses.follows(SqlKeyword.AS));
    }
    if (first || main == null) {
      return true;
    }
    boolean call = scanner.following() == '(';
    if (keyword == SqlKeyword.WITH) {
      return !call && (clauses.atStatementStart() || SqlPlace.takesCtes(verb, clauses));
    }
    boolean explained = verb == SqlKeyword.EXPLAIN && !keyword.isOpaque();
    return !call && (explained || clauses.atStatementStart());
  }

  private void clauseWord(SqlKeyword keyword, SqlScanner scanner) {
    switch (keyword) {
      case FROM -> from();
      case JOIN -> expect(true, true);
      case INTO -> expect(true, false);
      case USING -> {
        boolean sources =
            (main == SqlKeyword.MERGE || verb == SqlKeyword.DELETE) && scanner.following() != '(';
        expect(sources, true);
        if (sources && verb == SqlKeyword.DELETE) {
          clauses.tables();
        }
      }
      default -> expectName = false;
    }
  }

  private void from() {
    boolean tables = clauses.takesFrom();
    expect(tables, true);
    if (tables && verb == SqlKeyword.DELETE && !targetsFromHere && clauses.depth() == mainDepth) {
      targetsFromHere = true;
      text.returnToTargets(); // the names before were perhaps but aliases
      if (!later) {
        collection = null;
        firstTable = null;
      }
    }
  }

  private void verb(SqlKeyword next, SqlScanner scanner) {
    expectName = false;
    if (next == SqlKeyword.WITH) {
      with |= !later;
      cteList = true;
      withDepth = clauses.depth();
      expectCte = true;
      return;
    }
    if (main != null && (next == SqlKeyword.REPLACE || next.isOpaque())) {
      return; // a function or a word of the clause
    }
    boolean withinCte = cteList && clauses.depth() > withDepth;
    cteList = withinCte;
    if (main == null && !withinCte) {
      main = next;
      mainDepth = clauses.depth();
      opaque = next.isOpaque();
      mayBeBlock = SqlPlace.mayBeginBlock(next, scanner);
      operation = later ? operation : next.name();
    }
    verb = next;
    verbDepth = clauses.depth();
    targetsFromHere = false;
    text.append(next.name());
    text.markTargets();
    definition = next.isDefinition();
    expectObject = definition;
    boolean proof = next == SqlKeyword.INSERT || next == SqlKeyword.REPLACE;
    expect(proof || next.namesTarget(), false);
    nameNeedsProof = proof;
  }

  private void expect(boolean expected, boolean mayBeFunction) {
    expectName = expected;
    nameMayBeFunction = mayBeFunction;
    nameNeedsProof = false;
  }

  private void addCte(int start, int end) {
    expectCte = false;
    if (ctes.isEmpty()) {
      ctes = new ArrayList<>(4);
    }
    if (ctes.size() < MAX_CTES) {
      ctes.add(sql.substring(start, Math.min(end, start + TableName.MAX)).toLowerCase(Locale.ROOT));
    }
  }

  private void appendName(int start, int end) {
    name.append(start, end, afterDot);
    inName = true;
    afterDot = false;
    expectName = false;
  }

  private void finishName(boolean paren, @Nullable SqlKeyword next) {
    if (!inName) {
      return;
    }
    inName = false;
    afterDot = false;
    String table = name.take();
    boolean unproved = nameNeedsProof && !paren && !SqlPlace.followsInserted(next);
    nameNeedsProof = false;
    if (table.isEmpty()
        || unproved
        || paren && nameMayBeFunction
        || !ctes.isEmpty() && ctes.contains(table.toLowerCase(Locale.ROOT))) {
      return;
    }
    text.append(table);
    if (verb != null && verb.isCall() || later) {
      return;
    }
    if (firstTable == null) {
      firstTable = table;
    }
    boolean ofMain = clauses.depth() == mainDepth || verbDepth == mainDepth;
    if (collection == null && main != null && ofMain) {
      collection = table;
    }
  }

  void end() {
    finishName(false, null);
  }

  String operation() {
    return operation == null ? "OTHER" : operation;
  }

  String summary() {
    return text.isEmpty() ? operation() : text.toString();
  }

  @Nullable String collection() {
    return collection == null && with ? firstTable : collection;
  }
}
