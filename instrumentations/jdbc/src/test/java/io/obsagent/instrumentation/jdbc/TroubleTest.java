// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drivers that fail where the agent asks them, and batches that they drop. */
@ExtendWith(AgentExtension.class)
class TroubleTest {
  private static final int STATEMENTS = 30;

  @Test
  void aDriverThatCannotTellItsUrlIsAskedOnce() throws SQLException {
    try (AskedConnection connection = new AskedConnection((Error) null)) {
      for (int i = 0; i < STATEMENTS; i++) {
        select(connection);
      }
      assertThat(connection.asked).hasValue(1);
    }
    assertThat(Recorded.awaitSpans(STATEMENTS))
        .allSatisfy(span -> assertThat(span.attribute("db.system.name")).isEqualTo("other_sql"));
  }

  /** More often than a breaker would bear, were the errors the agent's. */
  @Test
  void aDriversLinkageErrorsAreItsOwnAndOtherDatabasesStayWatched() throws SQLException {
    for (int i = 0; i < STATEMENTS; i++) {
      try (AskedConnection broken = new AskedConnection(new NoSuchMethodError("getURL"))) {
        select(broken);
      }
    }
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:sound")) {
      select(connection);
    }

    RecordedSpan last = Recorded.awaitSpans(STATEMENTS + 1).get(STATEMENTS);
    assertThat(last.attribute("db.namespace")).isEqualTo("sound");
  }

  @Test
  void handlesOfOneConnectionAskItOnce() throws SQLException {
    try (AskedConnection physical = new AskedConnection((Error) null)) {
      for (int i = 0; i < STATEMENTS; i++) {
        select(new AskedConnection(physical));
      }
      assertThat(physical.asked).hasValue(1);
    }
    Recorded.awaitSpans(STATEMENTS);
  }

  @Test
  void aBatchThatTheDriverDroppedIsNotReported() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INT)");
      statement.executeQuery("SELECT a FROM t").close();
      statement.addBatch("INSERT INTO t VALUES (1)");
      statement.executeQuery("SELECT a FROM t");
      statement.executeQuery("SELECT a FROM t");
      int ran = statement.executeBatch().length;
      try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM t")) {
        assertThat(count.executeQuery().getInt(1)).isEqualTo(ran);
      }
      assertThat(Recorded.awaitSpans(ran == 0 ? 5 : 6))
          .filteredOn(span -> span.name().contains("INSERT"))
          .hasSize(ran);
    }
  }

  private static void select(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT 42").next()).isTrue();
    }
  }

  /** Counts how often it is asked for its meta data, and never gives them. */
  private static final class AskedConnection extends JdbcConnection {
    final AtomicInteger asked;
    private final Error error;
    private final AskedConnection physical;

    AskedConnection(Error error) throws SQLException {
      this(error, null, new AtomicInteger());
    }

    AskedConnection(AskedConnection physical) throws SQLException {
      this(null, physical, physical.asked);
    }

    private AskedConnection(Error error, AskedConnection physical, AtomicInteger asked)
        throws SQLException {
      super("jdbc:h2:mem:asked", new Properties(), null, null, false);
      this.error = error;
      this.physical = physical;
      this.asked = asked;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return physical == null ? super.unwrap(type) : type.cast(physical);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
      asked.incrementAndGet();
      if (error != null) {
        throw error;
      }
      throw new SQLException("no meta data");
    }
  }
}
