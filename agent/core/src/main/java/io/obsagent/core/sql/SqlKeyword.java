// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
  private static final Map<String, SqlKeyword> BY_NAME = new HashMap<>();

  static {
    for (SqlKeyword keyword : values()) {
      BY_NAME.put(keyword.name(), keyword);
    }
  }

  static @Nullable SqlKeyword of(String sql, int start, int end) {
    return end - start > LONGEST
        ? null
        : BY_NAME.get(sql.substring(start, end).toUpperCase(Locale.ROOT));
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
