// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.commons.dbcp2.DelegatingConnection;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bytes of a statement in a request whose spans nobody will read. The driver of the test allocates
 * none itself, so all are the agent's; the interpreter allocates as many as compiled code. The
 * agent for tests is asked through a proxy, which makes an array of what it is given.
 */
@ExtendWith(AgentExtension.class)
class AllocationTest {
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  private static final String SAMPLED = UNSAMPLED.substring(0, UNSAMPLED.length() - 1) + "1";
  private static final int ROUNDS = 10_000;

  /** Each of their spans is kept by the test. */
  private static final int FEW = 500;

  private static final int CALL = 64;
  private static final int ASKED_BY_PROXY = 32;

  /** Work with a statement. */
  private interface Work {
    Object run() throws SQLException;
  }

  @Test
  void aStatementThatNobodyReadsAllocatesNothingButItself() throws Exception {
    try (Connection connection = new MuteConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      Recorded.served(
          Map.of("traceparent", UNSAMPLED),
          () -> {
            int once = CALL + ASKED_BY_PROXY;
            assertThat(bytesOf(statement::execute)).isLessThanOrEqualTo(once);
            assertThat(bytesOf(() -> String.valueOf(statement.executeQuery())))
                .isLessThanOrEqualTo(once);
            assertThat(bytesOf(() -> statement.executeUpdate() == 0)).isLessThanOrEqualTo(once);
            assertThat(bytesOf(() -> statement.execute("SELECT 2")))
                .isLessThanOrEqualTo(once + ASKED_BY_PROXY); // the text is looked up, too
            return "";
          });
    }
  }

  /** What is known of a statement is one object for all that are alike, and a field leads to it. */
  @Test
  void aStatementThatIsPreparedForOneRunAllocatesNothingButItself() throws Exception {
    try (MuteConnection connection = new MuteConnection()) {
      Recorded.served(
          Map.of("traceparent", UNSAMPLED),
          () -> {
            long own = bytesOf(() -> new MuteStatement(connection));
            long bytes =
                bytesOf(
                    () -> {
                      try (PreparedStatement once = connection.prepareStatement("SELECT 1")) {
                        return once.execute();
                      }
                    });
            assertThat(bytes - own).isLessThanOrEqualTo(CALL + 2 * ASKED_BY_PROXY);
            return "";
          });
    }
  }

  /** On the thread that makes it; the exporter's makes names and texts of what was kept. */
  @Test
  void aStatementWhoseSpanIsKeptAllocatesNoMoreThan600Bytes() throws Exception {
    try (MuteConnection connection = new MuteConnection()) {
      Recorded.served(
          Map.of("traceparent", SAMPLED),
          () -> {
            long own = bytesOf(FEW, () -> new MuteStatement(connection));
            long bytes =
                bytesOf(
                    FEW,
                    () -> {
                      try (PreparedStatement once = connection.prepareStatement("SELECT 1")) {
                        return once.execute();
                      }
                    });
            assertThat(bytes - own).isBetween((long) CALL, 600L);
            return "";
          });
    }
  }

  private static long bytesOf(Work work) throws SQLException {
    return bytesOf(ROUNDS, work);
  }

  private static long bytesOf(int rounds, Work work) throws SQLException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < rounds; i++) {
        work.run();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / rounds);
    }
    return least;
  }

  /** A connection to nowhere. */
  private static final class MuteConnection extends DelegatingConnection<Connection> {
    MuteConnection() {
      super(null);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
      return new MuteStatement(this);
    }

    @Override
    public void close() {}
  }

  /** A statement that does nothing. */
  private static final class MuteStatement extends DelegatingPreparedStatement {
    private final MuteConnection connection;

    MuteStatement(MuteConnection connection) {
      super(connection, null);
      this.connection = connection;
    }

    @Override
    public Connection getConnection() {
      return connection;
    }

    @Override
    public boolean execute() {
      return false;
    }

    @Override
    public boolean execute(String sql) {
      return false;
    }

    @Override
    public @Nullable ResultSet executeQuery() {
      return null;
    }

    @Override
    public int executeUpdate() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
