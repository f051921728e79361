// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.ModuleKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;

/** Run with the module on, which it is not by itself. */
class JdbcTransactionsModuleTest extends ModuleKit {
  private static final String URL = "jdbc:h2:mem:transactions";

  private static final String SWITCH = "OBS_INSTRUMENTATION_JDBC_TRANSACTIONS_ENABLED";

  JdbcTransactionsModuleTest() {
    super(new JdbcTransactionsModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(JdbcConnection.class);
  }

  @Override
  protected String use() throws Exception {
    try (Connection connection = DriverManager.getConnection(URL)) {
      connection.setAutoCommit(false);
      connection.commit();
      connection.rollback();
      return String.valueOf(connection.isValid(1));
    }
  }

  @Test
  void itIsOffByItself() {
    assertThat(new JdbcTransactionsModule().enabledByDefault()).isFalse();
  }

  @Test
  void commitAndRollbackAreSpansOfTheDatabase() throws SQLException {
    assumeTrue("true".equals(System.getenv(SWITCH)), "the pom runs it with " + SWITCH + "=true");
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE t (id INT)");
      connection.commit();
      Savepoint point = connection.setSavepoint();
      connection.rollback(point);
      connection.rollback();
    }

    assertThat(Recorded.awaitSpans(4))
        .allSatisfy(span -> assertThat(span.attribute("db.namespace")).isEqualTo("transactions"))
        .extracting(RecordedSpan::name)
        .containsExactly("CREATE TABLE t", "COMMIT", "ROLLBACK", "ROLLBACK");
  }
}
