// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.DbPools;
import io.obsagent.spi.telemetry.DbTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/**
 * A connection of the application's, borrowed for a read-only transaction that is always rolled
 * back, and given back as it was. One that cannot be put back as it was is closed for good. One
 * thread's; the agent's, so that nothing of it is told as the application's.
 */
final class ReadOnlySession implements AutoCloseable {
  /** Locks are not waited for longer: what holds one is the application's. */
  private static final int LOCK_MILLIS = 1_000;

  /** How much longer than a statement the network may take. */
  private static final int NETWORK_MILLIS = 10_000;

  private static final Set<String> MYSQL = Set.of("mysql", "mariadb");

  private final Connection connection;
  private final DbTarget target;
  private final boolean autoCommit;
  private final boolean readOnly;
  private final int networkMillis;

  /** A pool that has no connection to spare. */
  static final class Busy extends Exception {
    private static final long serialVersionUID = 1L;

    Busy(String message) {
      super(message);
    }
  }

  private ReadOnlySession(Connection connection, Duration timeout) throws SQLException {
    this.connection = connection;
    autoCommit = connection.getAutoCommit();
    readOnly = connection.isReadOnly();
    networkMillis = networkTimeout((int) timeout.toMillis() + NETWORK_MILLIS);
    target = targetOf(connection);
  }

  /**
   * Borrows a connection, unless all are in use: whoever waits for one comes first.
   *
   * @param timeout of each statement
   */
  static ReadOnlySession open(DbPools.Pool pool, Duration timeout) throws SQLException, Busy {
    double[] gauges = pool.gauges();
    if (gauges == null) {
      throw new Busy("pool " + pool.name() + " is closed");
    }
    if (gauges[3] > 0 || gauges[0] >= gauges[2]) {
      throw new Busy("pool " + pool.name() + " has no connection to spare");
    }
    Connection connection = pool.connection();
    if (connection == null) {
      throw new Busy("pool " + pool.name() + " gives no connection of JDBC");
    }
    try {
      return new ReadOnlySession(connection, timeout);
    } catch (SQLException | RuntimeException | LinkageError e) {
      giveUp(connection);
      throw e;
    }
  }

  private static DbTarget targetOf(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    return url == null ? DbTarget.UNKNOWN_SQL : DbTarget.ofJdbcUrl(url);
  }

  DbTarget target() {
    return target;
  }

  Connection connection() {
    return connection;
  }

  boolean isMySql() {
    return MYSQL.contains(target.system());
  }

  /**
   * Begins a transaction; what went before is rolled back.
   *
   * @param timeout of each of its statements
   */
  void begin(Duration timeout) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    if (!target.system().equals("sqlite")) { // it takes that only as it connects
      connection.setReadOnly(true);
    }
    connection.setAutoCommit(false);
    if (target.system().equals("postgresql")) {
      set("SET LOCAL statement_timeout = " + timeout.toMillis());
      set("SET LOCAL lock_timeout = " + Math.min(LOCK_MILLIS, timeout.toMillis()));
    }
  }

  private void set(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The time-out of a driver, which has it in whole seconds. */
  static int seconds(Duration timeout) {
    return (int) Math.max(1, timeout.plusMillis(999).toSeconds());
  }

  /** A driver need not have it. */
  private int networkTimeout(int millis) {
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, millis);
      return before;
    } catch (SQLException | RuntimeException | LinkageError e) {
      return -1;
    }
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
      if (connection.isReadOnly() != readOnly) {
        connection.setReadOnly(readOnly);
      }
      if (networkMillis >= 0) {
        connection.setNetworkTimeout(Runnable::run, networkMillis);
      }
      connection.close();
    } catch (SQLException | RuntimeException | LinkageError e) {
      giveUp(connection);
    }
  }

  /** The application must not get it as it is now. */
  private static void giveUp(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException | LinkageError e) {
      AgentLog.debug("a borrowed connection: " + e);
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException | LinkageError e) {
      AgentLog.debug("a borrowed connection: " + e);
    }
  }
}
