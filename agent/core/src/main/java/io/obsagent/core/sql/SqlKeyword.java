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

  /** How many bits of a word's number a letter takes: see {@link SqlChars#letter}. */
  static final int LETTER_BITS = 5;

  private static final SqlKeyword[] ALL = values();

  /** Four times as many places as words, a power of two: most other words meet no keyword. */
  private static final SqlKeyword[] PLACES = new SqlKeyword[512];

  private final long letters = letters(name());
  private final int length = name().length();
  private final char first = name().charAt(0);
  private boolean mayBeColumn;

  static {
    for (SqlKeyword keyword : ALL) {
      keyword.mayBeColumn = keyword.isColumnName();
      int place = place(keyword.letters);
      while (PLACES[place] != null) {
        place = next(place);
      }
      PLACES[place] = keyword;
    }
  }

  private static long letters(String word) {
    long letters = 0;
    for (int i = 0; i < word.length(); i++) {
      letters = letters << LETTER_BITS | SqlChars.letter(word.charAt(i));
    }
    return letters;
  }

  /** By its ordinal. */
  static SqlKeyword at(int ordinal) {
    return ALL[ordinal];
  }

  /**
   * The keyword that a word is, in whatever case, or null.
   *
   * @param letters the last of them; all but a bit of the first of the longest keyword
   */
  static @Nullable SqlKeyword of(long letters, char first, int length) {
    SqlKeyword found;
    for (int place = place(letters); (found = PLACES[place]) != null; place = next(place)) {
      if (found.letters == letters && found.length == length) {
        return found.first == (first & ~0x20) ? found : null;
      }
    }
    return null;
  }

  private static int place(long letters) {
    return (int) (letters * 0x9e3779b97f4a7c15L >>> 55);
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
