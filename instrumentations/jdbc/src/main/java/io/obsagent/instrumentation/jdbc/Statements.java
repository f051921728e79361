// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.WeakMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of connections and statements, and the operations that they run. A driver's methods
 * call each other, and asking a driver for its URL may run SQL: only the outermost call counts.
 */
final class Statements {
  private static final WeakMap<Connection, DbTarget> TARGETS = new WeakMap<>();
  private static final WeakMap<Statement, Known> STATEMENTS = new WeakMap<>();

  /** Entered by an operation, and by a question of ours: what a driver does within is no more. */
  private static final CallDepth WITHIN = new CallDepth();

  /** Entered by {@code addBatch}: some drivers' methods call those of their super class. */
  private static final CallDepth ADDING = new CallDepth();

  private static final DbTarget UNKNOWN = new DbTarget("other_sql", null, null, -1);

  /** Systems that read {@code "x"} as a text unless told otherwise. */
  private static final Set<String> QUOTED_TEXT = Set.of("mysql", "mariadb");

  private Statements() {}

  /** A statement, its target, and the batch that it gathers; used by one thread at a time. */
  static final class Known {
    private final DbTarget target;
    private @Nullable DbStatement statement;
    private int batchSize;

    Known(DbTarget target, @Nullable DbStatement statement) {
      this.target = target;
      this.statement = statement;
    }
  }

  static void connecting() {
    WITHIN.enter();
  }

  /**
   * @param connection null where the driver failed, or leaves the URL to others
   */
  static void connected(@Nullable Connection connection, String url) {
    WITHIN.exit();
    if (connection != null) {
      TARGETS.put(connection, JdbcUrl.parse(url));
    }
  }

  static void prepared(Statement statement, String sql) {
    if (!WITHIN.isInside() && STATEMENTS.get(statement) == null) {
      DbTarget target = targetOf(statement);
      STATEMENTS.put(statement, new Known(target, statement(target, sql, true)));
    }
  }

  static @Nullable DbOperation start(Statement statement, String sql) {
    if (WITHIN.isInside()) {
      return null;
    }
    DbTarget target = targetOf(statement);
    return entered(DbOperation.start(target, statement(target, sql, false)));
  }

  /** A statement that is run by other means than JDBC's, over a connection. */
  static @Nullable DbOperation start(Connection connection, String sql) {
    if (WITHIN.isInside()) {
      return null;
    }
    DbTarget target = ask(connection);
    return entered(DbOperation.start(target, statement(target, sql, false)));
  }

  static @Nullable DbOperation startPrepared(Statement statement) {
    Known known = WITHIN.isInside() ? null : STATEMENTS.get(statement);
    return known == null || known.statement == null
        ? null
        : entered(DbOperation.start(known.target, known.statement));
  }

  static @Nullable DbOperation startBatch(Statement statement) {
    Known known = WITHIN.isInside() ? null : STATEMENTS.get(statement);
    if (known == null || known.statement == null || known.batchSize == 0) {
      return null;
    }
    int size = known.batchSize;
    known.batchSize = 0;
    return entered(DbOperation.startBatch(known.target, known.statement, size));
  }

  /**
   * @param sql null for the statement's own
   * @return what {@link #added} needs, or null if that is not to be called
   */
  static @Nullable Known adding(Statement statement, @Nullable String sql) {
    Known known = ADDING.enter() ? batchOf(statement, sql) : null;
    if (known == null) {
      ADDING.exit();
    }
    return known;
  }

  static void added(@Nullable Known known, @Nullable Throwable thrown) {
    if (known != null) {
      ADDING.exit();
      known.batchSize += thrown == null ? 1 : 0;
    }
  }

  private static @Nullable Known batchOf(Statement statement, @Nullable String sql) {
    Known known = STATEMENTS.get(statement);
    if (known == null && sql != null) {
      known = new Known(targetOf(statement), null);
      STATEMENTS.put(statement, known);
    }
    if (known != null && sql != null && known.batchSize == 0) {
      known.statement = statement(known.target, sql, false);
    }
    return known;
  }

  /** Forgets a statement at once: thousands a second are dear to a collector of weak references. */
  static void closed(Statement statement) {
    STATEMENTS.remove(statement);
  }

  static void clearBatch(Statement statement) {
    Known known = STATEMENTS.get(statement);
    if (known != null) {
      known.batchSize = 0;
    }
  }

  static void end(@Nullable DbOperation operation, @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    WITHIN.exit();
    if (thrown instanceof SQLException failure) {
      tellStatus(operation, failure);
    }
    operation.finish(thrown);
  }

  private static void tellStatus(DbOperation operation, SQLException failure) {
    if (failure.getSQLState() != null) {
      operation.responseStatus(failure.getSQLState());
    } else if (failure.getErrorCode() != 0) {
      operation.responseStatus(Integer.toString(failure.getErrorCode()));
    }
  }

  private static @Nullable DbOperation entered(@Nullable DbOperation operation) {
    if (operation != null) {
      operation.attach();
      WITHIN.enter();
    }
    return operation;
  }

  private static DbStatement statement(DbTarget target, String sql, boolean parameterised) {
    return DbStatement.ofSql(
        sql, parameterised, io.obsagent.spi.telemetry.SqlDialect.ofSystem(target.system()));
  }

  private static DbTarget targetOf(Statement statement) {
    WITHIN.enter();
    try {
      Connection connection = statement.getConnection();
      return connection == null ? UNKNOWN : ask(connection);
    } catch (SQLException | RuntimeException e) {
      return UNKNOWN;
    } finally {
      WITHIN.exit();
    }
  }

  private static DbTarget ask(Connection connection) {
    DbTarget target = TARGETS.get(connection);
    if (target != null) {
      return target;
    }
    WITHIN.enter();
    try {
      String url = connection.getMetaData().getURL();
      target = url == null ? UNKNOWN : JdbcUrl.parse(url);
    } catch (SQLException | RuntimeException e) {
      return UNKNOWN;
    } finally {
      WITHIN.exit();
    }
    TARGETS.put(connection, target);
    return target;
  }
}
