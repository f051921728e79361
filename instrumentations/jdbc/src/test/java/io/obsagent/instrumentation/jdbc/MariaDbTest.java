// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.MariaDb;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.SqlKit;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MariaDB, by its own driver and by MySQL's. */
@ExtendWith({AgentExtension.class, MariaDb.class})
class MariaDbTest {
  private static final int PATIENCE_SECONDS = 60;

  abstract static class Driver extends SqlKit {
    private final String system;

    Driver(String system) {
      super(new Database(system, "test", "23000", "23"));
      this.system = system;
    }

    @Override
    protected Connection open() throws SQLException {
      return DriverManager.getConnection(
          "jdbc:" + system + "://127.0.0.1:" + MariaDb.port() + "/test" + properties(), "root", "");
    }

    abstract String properties();

    @Test
    void aProcedureIsOneSpanWithAllItsResults() throws SQLException {
      run("DROP PROCEDURE IF EXISTS twice");
      run(
          "CREATE PROCEDURE twice(IN n INT, OUT result INT) BEGIN SELECT 1; SET result = n * 2; END");
      Recorded.awaitSpans(2);
      Recorded.clear();
      try (CallableStatement call = connection().prepareCall("{call twice(?, ?)}")) {
        call.setInt(1, 21);
        call.registerOutParameter(2, Types.INTEGER);
        assertThat(call.execute()).isTrue();
        while (call.getMoreResults() || call.getUpdateCount() != -1) {
          assertThat((Throwable) call.getWarnings()).isNull();
        }
        assertThat(call.getInt(2)).isEqualTo(42);
      }

      run("SELECT 'last'"); // drivers ask for parameters, too
      Recorded.await(
          () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("SELECT")),
          () -> "no last statement");
      assertThat(Recorded.spans()).filteredOn(span -> span.name().equals("CALL twice")).hasSize(1);
    }

    @Test
    void keysThatAreMadeAndResultsThatScrollAreOneSpanEach() throws SQLException {
      try (Statement statement =
          connection()
              .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
        statement.executeUpdate(
            "INSERT INTO product VALUES (1, 'a')", Statement.RETURN_GENERATED_KEYS);
        statement.getGeneratedKeys().close();
        ResultSet rows = statement.executeQuery("SELECT id FROM product");
        assertThat(rows.last()).isTrue();
        assertThat(rows.first()).isTrue();
      }

      assertThat(Recorded.awaitSpans(2))
          .extracting(RecordedSpan::name)
          .containsExactly("INSERT product", "SELECT product");
    }

    @Test
    void aLockThatIsNotGotIsCounted() throws SQLException {
      double before = failures(system, "lock_timeout");
      run("INSERT INTO product VALUES (1, 'a')");
      connection().setAutoCommit(false);
      run("UPDATE product SET name = 'b'");
      try (Connection other = open();
          Statement statement = other.createStatement()) {
        assertThatThrownBy(() -> statement.executeUpdate("UPDATE product SET name = 'c'"))
            .isInstanceOf(SQLException.class);
      } finally {
        connection().rollback();
        connection().setAutoCommit(true);
      }

      assertThat(failures(system, "lock_timeout")).isEqualTo(before + 1);
    }

    @Test
    void aDeadlockIsCounted() throws Exception {
      double before = failures(system, "deadlock");
      run("INSERT INTO product VALUES (1, 'a'), (2, 'b')");
      run("SET innodb_lock_wait_timeout = 50");
      connection().setAutoCommit(false);
      run("UPDATE product SET name = 'c' WHERE id = 1");
      try (Connection other = open();
          Statement statement = other.createStatement()) {
        statement.execute("SET innodb_lock_wait_timeout = 50");
        other.setAutoCommit(false);
        statement.executeUpdate("UPDATE product SET name = 'd' WHERE id = 2");
        CompletableFuture<Boolean> first =
            CompletableFuture.supplyAsync(
                () -> isVictim(connection(), "UPDATE product SET name = 'e' WHERE id = 2"));
        boolean second = isVictim(other, "UPDATE product SET name = 'f' WHERE id = 1");
        if (second) {
          other.rollback();
        }
        assertThat(second || isTrue(first)).isTrue();
        other.rollback();
        first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } finally {
        connection().rollback();
        connection().setAutoCommit(true);
      }

      assertThat(failures(system, "deadlock")).isEqualTo(before + 1);
    }

    private static boolean isTrue(CompletableFuture<Boolean> result)
        throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isVictim(Connection connection, String sql) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(sql);
        return false;
      } catch (SQLException e) {
        return e.getErrorCode() == 1213;
      }
    }

    @Test
    void aStatementThatTakesTooLongIsCounted() throws SQLException {
      double before = failures(system, "cancelled");
      run("SET max_statement_time = 0.1");
      assertThatThrownBy(() -> run("SELECT SLEEP(60) FROM product UNION SELECT SLEEP(60)"))
          .isInstanceOf(SQLException.class);
      run("SET max_statement_time = 0");

      assertThat(failures(system, "cancelled")).isEqualTo(before + 1);
    }
  }

  private static double failures(String system, String kind) {
    Double count =
        Recorded.metric(
            "database_failures_total{kind=\""
                + kind
                + "\",system=\""
                + system
                + "\",database=\"test\"}");
    return count == null ? 0 : count;
  }

  @Nested
  class ItsOwnDriver extends Driver {
    ItsOwnDriver() {
      super("mariadb");
    }

    @Override
    String properties() {
      return "?sslMode=disable";
    }
  }

  @Nested
  class MySqlsDriver extends Driver {
    MySqlsDriver() {
      super("mysql");
    }

    @Override
    String properties() {
      return "?sslMode=DISABLED";
    }
  }
}
