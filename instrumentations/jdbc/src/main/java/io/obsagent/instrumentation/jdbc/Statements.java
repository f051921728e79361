// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.PreparedSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What is known of connections and statements, and the operations that they run. A driver's methods
 * call each other, and asking a driver for its URL may run SQL: only the outermost call counts.
 */
final class Statements {
  private static final HeldState<Connection, DbTarget> TARGETS = new HeldState<>(DbTarget.class);

  /** Prepared statements, until they gather a batch. */
  private static final HeldState<Statement, PreparedSql> PREPARED =
      new HeldState<>(PreparedSql.class);

  /** Statements that gather a batch. */
  private static final HeldState<Statement, Known> STATEMENTS = new HeldState<>(Known.class);

  /** Entered by {@code addBatch}: some drivers' methods call those of their super class. */
  private static final CallDepth ADDING = new CallDepth();

  /** Whether spans wait for the rows that are read: then {@link Rows} has loaded. */
  private static volatile boolean rowsAreRead;

  private Statements() {}

  static void readRows() {
    rowsAreRead = true;
  }

  /** The target of a statement, and the batch that it gathers; used by one thread at a time. */
  static final class Known {
    private final DbTarget target;
    private @Nullable DbStatement statement;

    /** Of one that was prepared. */
    private @Nullable PreparedSql prepared;

    private int batchSize;

    Known(DbTarget target, @Nullable PreparedSql prepared) {
      this.target = target;
      this.statement = prepared == null ? null : prepared.statement();
      this.prepared = prepared;
    }
  }

  static void connecting() {
    Inside.enter(null);
  }

  /**
   * @param connection null where the driver failed, or leaves the URL to others
   */
  static void connected(@Nullable Connection connection, String url) {
    Inside.exit();
    if (connection != null) {
      TARGETS.put(connection, DbTarget.ofJdbcUrl(url));
    }
  }

  static void prepared(Statement statement, String sql) {
    if (!Inside.driver() && PREPARED.get(statement) == null && STATEMENTS.get(statement) == null) {
      DbTarget target = targetOf(statement);
      PREPARED.put(statement, PreparedSql.of(target, statement(target, sql, true)));
    }
  }

  static @Nullable DbOperation start(Statement statement, String sql) {
    if (Inside.driver()) {
      return null;
    }
    DbTarget target = targetOf(statement);
    return running(statement, DbOperation.start(target, statement(target, sql, false)));
  }

  private static @Nullable DbOperation running(
      Statement statement, @Nullable DbOperation operation) {
    if (rowsAreRead && operation != null) {
      Rows.begin(statement, operation);
    }
    return entered(operation, statement);
  }

  /** A statement that is run by other means than JDBC's, over a connection. */
  static @Nullable DbOperation start(Connection connection, String sql) {
    if (Inside.driver()) {
      return null;
    }
    DbTarget target = ask(connection);
    return entered(DbOperation.start(target, statement(target, sql, false)), null);
  }

  /** What a connection does itself. */
  static @Nullable DbOperation start(Connection connection, DbStatement statement) {
    return Inside.driver() ? null : entered(DbOperation.start(ask(connection), statement), null);
  }

  static @Nullable DbOperation startPrepared(Statement statement) {
    if (Inside.driver()) {
      return null;
    }
    PreparedSql prepared = PREPARED.get(statement);
    if (prepared != null) {
      DbOperation operation = DbOperation.start(prepared.target(), prepared.statement());
      if (operation != null) {
        operation.prepared(prepared.ran());
        ran(statement, prepared);
      }
      return running(statement, operation);
    }
    Known known = STATEMENTS.get(statement);
    return known == null || known.statement == null
        ? null
        : running(statement, runs(known, DbOperation.start(known.target, known.statement)));
  }

  private static void ran(Statement statement, PreparedSql prepared) {
    if (!prepared.ran()) {
      PREPARED.put(statement, prepared.again());
    }
  }

  static @Nullable DbOperation startBatch(Statement statement) {
    Known known = Inside.driver() ? null : STATEMENTS.get(statement);
    if (known == null || known.statement == null || known.batchSize == 0) {
      return null;
    }
    int size = known.batchSize;
    known.batchSize = 0;
    return entered(
        runs(known, DbOperation.startBatch(known.target, known.statement, size)), statement);
  }

  /** Before the operation is attached: what fails then leaves no context behind. */
  private static @Nullable DbOperation runs(Known known, @Nullable DbOperation operation) {
    PreparedSql prepared = known.prepared;
    if (operation != null && prepared != null) {
      operation.prepared(prepared.ran());
      known.prepared = prepared.again();
    }
    return operation;
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
    PreparedSql prepared = known == null ? PREPARED.remove(statement) : null;
    if (known == null && (sql != null || prepared != null)) {
      known = new Known(prepared == null ? targetOf(statement) : prepared.target(), prepared);
      STATEMENTS.put(statement, known);
    }
    if (known != null && sql != null && known.batchSize == 0) {
      known.statement = statement(known.target, sql, false);
    }
    return known;
  }

  /** Forgets a statement at once: thousands a second are dear to a collector of weak references. */
  static void closed(Statement statement) {
    if (PREPARED.remove(statement) == null) {
      STATEMENTS.remove(statement);
    }
    if (rowsAreRead) {
      Rows.closed(statement);
    }
  }

  static void clearBatch(Statement statement) {
    Known known = STATEMENTS.get(statement);
    if (known != null) {
      known.batchSize = 0;
    }
  }

  /**
   * Ends an update.
   *
   * @param rows that it has changed
   */
  static void endUpdate(@Nullable DbOperation operation, long rows, @Nullable Throwable thrown) {
    if (operation != null && thrown == null) {
      operation.affectedRows(rows);
    }
    end(operation, thrown);
  }

  /**
   * Ends what may have returned rows; its span waits for these where they are counted.
   *
   * @param answer the rows, of which there can be no others; or whether there are any
   */
  static void endAnswered(
      @Nullable DbOperation operation, @Nullable Object answer, @Nullable Throwable thrown) {
    ResultSet rows = answer instanceof ResultSet only ? only : null;
    boolean follow = thrown == null && (rows != null || Boolean.TRUE.equals(answer));
    if (rowsAreRead && operation != null && Rows.follow(operation, follow, rows)) {
      Statement ran = Inside.exit();
      operation.detach();
      TimeLimits.tell(operation, ran);
    } else {
      end(operation, thrown);
    }
  }

  static void end(@Nullable DbOperation operation, @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    Statement ran = Inside.exit();
    if (rowsAreRead) {
      Rows.ended();
    }
    if (thrown instanceof SQLException failure) {
      Failures.tell(operation, failure);
    }
    operation.finish(thrown);
    if (thrown == null) {
      TimeLimits.tell(operation, ran);
    }
  }

  /**
   * Ends a batch. SQLite's driver drops a batch when the statement runs something else.
   *
   * @param counts of a batch that ran, an array
   */
  static void endBatch(
      @Nullable DbOperation operation, @Nullable Object counts, @Nullable Throwable thrown) {
    int ran =
        counts instanceof int[] each
            ? each.length
            : counts instanceof long[] large ? large.length : -1;
    if (operation == null || thrown != null || ran < 0) {
      end(operation, thrown);
    } else if (ran == 0) {
      Inside.exit();
      operation.detach(); // nothing ran: it is not ended, so it is neither counted nor sent
    } else {
      operation.batchSize(ran);
      operation.affectedRows(sum(counts));
      end(operation, null);
    }
  }

  /** What is not known counts as nothing. */
  private static long sum(@Nullable Object counts) {
    long sum = 0;
    if (counts instanceof int[] each) {
      for (int count : each) {
        sum += Math.max(0, count);
      }
    } else if (counts instanceof long[] large) {
      for (long count : large) {
        sum += Math.max(0, count);
      }
    }
    return sum;
  }

  private static @Nullable DbOperation entered(
      @Nullable DbOperation operation, @Nullable Statement statement) {
    if (operation != null) {
      operation.attach();
      Inside.enter(statement);
    }
    return operation;
  }

  private static DbStatement statement(DbTarget target, String sql, boolean parameterised) {
    return DbStatement.ofSql(sql, parameterised, target.dialect());
  }

  private static DbTarget targetOf(Statement statement) {
    Inside.enter(null);
    try {
      Connection connection = statement.getConnection();
      return connection == null ? DbTarget.UNKNOWN_SQL : ask(connection);
    } catch (SQLException | RuntimeException | LinkageError e) {
      return DbTarget.UNKNOWN_SQL;
    } finally {
      Inside.exit();
    }
  }

  /** Asks once for each physical connection; that it does not tell is remembered, too. */
  private static DbTarget ask(Connection connection) {
    DbTarget target = TARGETS.get(connection);
    if (target != null) {
      return target;
    }
    Inside.enter(null);
    try {
      Connection physical = physical(connection);
      target = physical == connection ? null : TARGETS.get(physical);
      if (target == null) {
        target = url(connection);
        TARGETS.put(physical, target);
      }
      TARGETS.put(connection, target);
      return target;
    } finally {
      Inside.exit();
    }
  }

  /** Pools hand out a new object each time, for a connection that stays the same. */
  private static Connection physical(Connection connection) {
    try {
      Connection inner = connection.unwrap(Connection.class);
      return inner == null ? connection : inner;
    } catch (SQLException | RuntimeException | LinkageError e) {
      return connection;
    }
  }

  private static DbTarget url(Connection connection) {
    try {
      String url = connection.getMetaData().getURL();
      return url == null ? DbTarget.UNKNOWN_SQL : DbTarget.ofJdbcUrl(url);
    } catch (SQLException | RuntimeException | LinkageError e) {
      return DbTarget.UNKNOWN_SQL; // what fails here is the driver, not the agent
    }
  }
}
