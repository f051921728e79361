// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.SqlKit;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Databases whose statements call each other, inherit from each other, or run more SQL. */
@ExtendWith(AgentExtension.class)
class EmbeddedDatabasesTest {
  /** Its statements inherit their methods from classes that are no statements. */
  @Nested
  class Sqlite extends SqlKit {
    Sqlite() {
      super(new Database("sqlite", null, "19", "org.sqlite.SQLiteException"));
    }

    @Override
    protected Connection open() throws SQLException {
      return DriverManager.getConnection("jdbc:sqlite::memory:");
    }
  }

  /** A driver whose class files are those of Java 6. */
  @Nested
  class Hsqldb extends SqlKit {
    Hsqldb() {
      super(new Database("hsqldb", "embedded", "23505", "23"));
    }

    @Override
    protected Connection open() throws SQLException {
      return DriverManager.getConnection("jdbc:hsqldb:mem:embedded");
    }
  }

  @Nested
  class Derby extends SqlKit {
    Derby() {
      super(new Database("derby", "embedded", "23505", "23"));
    }

    @Override
    protected Connection open() throws SQLException {
      return DriverManager.getConnection("jdbc:derby:memory:embedded;create=true");
    }
  }

  @Test
  void askingAConnectionWhereItLeadsDoesNotWatchWhatThatRuns() throws SQLException {
    try (Connection connection = new ChattyConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT 42").next()).isTrue();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("db.query.text")).isEqualTo("SELECT ?");
    assertThat(span.attribute("db.namespace")).isEqualTo("chatty");
  }

  /** Not made by a driver, so that the agent has to ask it; each answer costs a query. */
  private static final class ChattyConnection extends JdbcConnection {
    ChattyConnection() throws SQLException {
      super("jdbc:h2:mem:chatty", new Properties(), null, null, false);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
      try (Statement statement = createStatement()) {
        statement.execute("SELECT 'metadata'");
      }
      return super.getMetaData();
    }
  }
}
