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
import org.jspecify.annotations.Nullable;

/**
 * What is known of connections and statements, and the operations that they run. A driver's methods
 * call each other, and asking a driver for its URL may run SQL: only the outermost call counts.
 */
final class Statements {
  private static final WeakMap<Connection, DbTarget> TARGETS = new WeakMap<>();
  private static final WeakMap<Statement, Known> STATEMENTS = new WeakMap<>();
  private static final CallDepth ASKING = new CallDepth();
  private static final DbTarget UNKNOWN = new DbTarget("other_sql", null, null, -1);

  private Statements() {}

  /** A statement, its target, and the batch that it gathers; used by one thread at a time. */
  private static final class Known {
    private final DbTarget target;
    private @Nullable DbStatement statement;
    private int batchSize;

    Known(DbTarget target, @Nullable DbStatement statement) {
      this.target = target;
      this.statement = statement;
    }
  }

  static void connected(Connection connection, String url) {
    TARGETS.put(connection, JdbcUrl.parse(url));
  }

  static void prepared(Statement statement, String sql) {
    if (STATEMENTS.get(statement) == null) {
      STATEMENTS.put(statement, new Known(targetOf(statement), DbStatement.ofSql(sql, true)));
    }
  }

  static @Nullable DbOperation start(Statement statement, String sql) {
    return isAsking()
        ? null
        : attached(DbOperation.start(targetOf(statement), DbStatement.ofSql(sql, false)));
  }

  static @Nullable DbOperation startPrepared(Statement statement) {
    Known known = isAsking() ? null : STATEMENTS.get(statement);
    return known == null || known.statement == null
        ? null
        : attached(DbOperation.start(known.target, known.statement));
  }

  static @Nullable DbOperation startBatch(Statement statement) {
    Known known = isAsking() ? null : STATEMENTS.get(statement);
    if (known == null || known.statement == null || known.batchSize == 0) {
      return null;
    }
    DbOperation operation =
        attached(DbOperation.startBatch(known.target, known.statement, known.batchSize));
    if (operation != null) {
      known.batchSize = 0;
    }
    return operation;
  }

  /**
   * @param sql null for the statement's own
   */
  static void addToBatch(Statement statement, @Nullable String sql) {
    Known known = STATEMENTS.get(statement);
    if (known == null) {
      if (sql == null) {
        return;
      }
      known = new Known(targetOf(statement), null);
      STATEMENTS.put(statement, known);
    }
    if (sql != null && known.batchSize == 0) {
      known.statement = DbStatement.ofSql(sql, false);
    }
    known.batchSize++;
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
    if (thrown instanceof SQLException failure && failure.getSQLState() != null) {
      operation.responseStatus(failure.getSQLState());
    }
    operation.finish(thrown);
  }

  private static @Nullable DbOperation attached(@Nullable DbOperation operation) {
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  private static DbTarget targetOf(Statement statement) {
    if (!ASKING.enter()) {
      ASKING.exit();
      return UNKNOWN;
    }
    try {
      Connection connection = statement.getConnection();
      if (connection == null) {
        return UNKNOWN;
      }
      DbTarget target = TARGETS.get(connection);
      return target != null ? target : ask(connection);
    } catch (SQLException e) {
      return UNKNOWN;
    } finally {
      ASKING.exit();
    }
  }

  private static DbTarget ask(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    DbTarget target = url == null ? UNKNOWN : JdbcUrl.parse(url);
    TARGETS.put(connection, target);
    return target;
  }

  private static boolean isAsking() {
    boolean outermost = ASKING.enter();
    ASKING.exit();
    return !outermost;
  }
}
