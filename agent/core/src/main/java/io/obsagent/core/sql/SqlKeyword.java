// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import org.jspecify.annotations.Nullable;

/** The words that tell what a statement does and to which tables. */
enum SqlKeyword {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  MERGE,
  UPSERT,
  REPLACE,
  CALL,
  EXEC,
  EXECUTE,
  CREATE,
  ALTER,
  DROP,
  TRUNCATE,
  WITH,
  EXPLAIN,
  // statements of which no more is told than the first word
  BEGIN,
  START,
  COMMIT,
  ROLLBACK,
  SAVEPOINT,
  RELEASE,
  SET,
  SHOW,
  DESCRIBE,
  USE,
  GRANT,
  REVOKE,
  LOCK,
  UNLOCK,
  ANALYZE,
  VACUUM,
  COPY,
  DECLARE,
  FETCH,
  CLOSE,
  VALUES,
  TABLE,
  COMMENT,
  REFRESH,
  PREPARE,
  DEALLOCATE,
  DISCARD,
  LISTEN,
  NOTIFY,
  PRAGMA,
  DO,
  END,
  // words within statements
  FROM,
  INTO,
  JOIN,
  USING,
  ON,
  WHERE,
  HAVING,
  AND,
  OR,
  NOT,
  IN,
  LIKE,
  BETWEEN,
  CASE,
  WHEN,
  THEN,
  ELSE,
  BY,
  AS,
  GROUP,
  ORDER,
  LIMIT,
  WINDOW,
  QUALIFY,
  PREWHERE,
  RETURNING,
  OUTPUT,
  SETTINGS,
  FOR,
  DISTINCT,
  VIEW,
  INDEX,
  SEQUENCE,
  SCHEMA,
  DATABASE,
  FUNCTION,
  PROCEDURE,
  TRIGGER,
  PACKAGE,
  USER,
  ROLE,
  IDENTIFIED,
  PASSWORD,
  // words between a verb and its table
  ONLY,
  LATERAL,
  IGNORE,
  LOW_PRIORITY,
  HIGH_PRIORITY,
  DELAYED,
  QUICK,
  OVERWRITE,
  IF,
  EXISTS,
  RECURSIVE;

  private static final int LONGEST = 16;

  private static final SqlKeyword[] ALL = values();

  /** Four times as many places as words, a power of two: most other words meet no keyword. */
  private static final SqlKeyword[] PLACES = new SqlKeyword[512];

  private final char[] word = name().toCharArray();
  private boolean mayBeColumn;

  static {
    for (SqlKeyword keyword : ALL) {
      keyword.mayBeColumn = keyword.isColumnName();
      int place = place(keyword.word, 0, keyword.word.length);
      while (PLACES[place] != null) {
        place = next(place);
      }
      PLACES[place] = keyword;
    }
  }

  /** By its ordinal. */
  static SqlKeyword at(int ordinal) {
    return ALL[ordinal];
  }

  /** The keyword that a part of a text is, in whatever case, or null. */
  static @Nullable SqlKeyword of(char[] sql, int start, int end) {
    int length = end - start;
    if (length > LONGEST) {
      return null;
    }
    SqlKeyword found;
    for (int place = place(sql, start, end); (found = PLACES[place]) != null; place = next(place)) {
      if (found.word.length == length && found.isAt(sql, start)) {
        return found;
      }
    }
    return null;
  }

  /** Bit 5 is what tells small letters from capital ones. */
  private boolean isAt(char[] sql, int start) {
    for (int i = 0; i < word.length; i++) {
      if ((sql[start + i] & ~0x20) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /** Of three letters and the length; with these factors no two keywords share a place. */
  private static int place(char[] text, int start, int end) {
    int length = end - start;
    int letters =
        (text[start] & 0x1f) * 7
            + (text[start + length / 2] & 0x1f) * 26
            + (text[end - 1] & 0x1f) * 125;
    return letters + length & PLACES.length - 1;
  }

  private static int next(int place) {
    return place + 1 & PLACES.length - 1;
  }

  /** Whether a statement may begin with it. */
  boolean isVerb() {
    return compareTo(END) <= 0;
  }

  /** Whether nothing after it is looked at. */
  boolean isOpaque() {
    return compareTo(BEGIN) >= 0 && compareTo(END) <= 0;
  }

  /** Whether columns may have this name where no such word of a clause can stand. */
  boolean mayBeColumn() {
    return mayBeColumn;
  }

  private boolean isColumnName() {
    return isVerb()
        || switch (this) {
          case FROM, INTO, JOIN, USING, ON, WHERE, HAVING, GROUP, ORDER, BY, LIMIT -> true;
          case WINDOW, QUALIFY, PREWHERE, RETURNING, OUTPUT, SETTINGS, FOR -> true;
          default -> false;
        };
  }

  /** Whether it begins what follows the tables of a statement, or the alias of one. */
  boolean followsTable() {
    return switch (this) {
      case SET, VALUES, SELECT, FROM, WHERE, JOIN, ON, USING, GROUP, ORDER, HAVING, LIMIT, AS ->
          true;
      default -> false;
    };
  }

  /** Whether it runs a procedure. */
  boolean isCall() {
    return this == CALL || this == EXEC || this == EXECUTE;
  }

  /** Whether the name of what it works on may follow at once. */
  boolean namesTarget() {
    return isCall() || this == UPDATE || this == DELETE || this == MERGE || this == TRUNCATE;
  }

  /** Whether behind it there is a table for sure. */
  boolean provesTable() {
    return this == INTO || this == TABLE || this == OVERWRITE;
  }

  /** Whether what it defines has a body of statements. */
  boolean hasBody() {
    return this == FUNCTION || this == PROCEDURE || this == TRIGGER || this == PACKAGE;
  }

  boolean isDefinition() {
    return this == CREATE || this == ALTER || this == DROP || this == TRUNCATE;
  }

  boolean isDefinedObject() {
    return this == TABLE || compareTo(VIEW) >= 0 && compareTo(ROLE) <= 0;
  }

  /** Whether it may stand between a verb and the name of its table. */
  boolean isModifier() {
    return compareTo(ONLY) >= 0 || this == INTO || this == FROM || this == TABLE || this == NOT;
  }
}
