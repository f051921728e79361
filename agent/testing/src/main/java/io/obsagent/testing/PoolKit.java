// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.exporter.PoolAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every pool of connections: a test extends this and says how to make one. */
@ExtendWith(AgentExtension.class)
public abstract class PoolKit {
  protected static final String URL = "jdbc:h2:mem:shop";
  private static final long LONG = 60_000;
  private static final long SHORT = 1_000;

  private final String label;

  /**
   * @param label what the pool is called in metrics
   */
  protected PoolKit(String label) {
    this.label = label;
  }

  /**
   * Makes a pool of {@link #URL}.
   *
   * @param max connections
   * @param waitMillis how long it waits for one
   */
  protected abstract DataSource open(int max, long waitMillis) throws Exception;

  protected void close(DataSource pool) throws Exception {
    ((AutoCloseable) pool).close();
  }

  @Test
  void aPoolHasGaugesUntilItIsClosed() throws Exception {
    DataSource pool = open(3, LONG);
    try {
      pool.getConnection().close(); // some begin with their first use
      awaitAllBack();
      assertThat(gauge("max")).isEqualTo(3);
      assertThat(gauge("pending")).isZero();
      try (Connection first = pool.getConnection();
          Connection second = pool.getConnection()) {
        assertThat(first).isNotSameAs(second);
        assertThat(gauge("active")).isEqualTo(2);
      }
      awaitAllBack();
      Recorded.await(() -> isBetween2And3(gauge("idle")), () -> "idle: " + gauge("idle"));
    } finally {
      close(pool);
    }

    assertThat(gauge("active")).isNull();
    assertThat(gauge("max")).isNull();
  }

  /** Some take a connection back on a thread of their own. */
  private void awaitAllBack() {
    Recorded.await(
        () -> Double.valueOf(0).equals(gauge("active")), () -> "connections are still in use");
  }

  private static boolean isBetween2And3(@Nullable Double value) {
    return value != null && value >= 2 && value <= 3;
  }

  @Test
  void threadsThatWaitAreCounted() throws Exception {
    DataSource pool = open(1, LONG);
    try {
      pool.getConnection().close();
      Connection only = pool.getConnection();
      Thread waiting = new Thread(() -> closeOneOf(pool));
      waiting.start();
      Recorded.await(
          () -> Double.valueOf(1).equals(gauge("pending")), () -> "nobody waits for a connection");
      only.close();
      waiting.join();
      assertThat(gauge("pending")).isZero();
    } finally {
      close(pool);
    }
  }

  @Test
  void timesOfWaitingUseAndOpeningAreMeasured() throws Exception {
    DataSource pool = open(2, LONG);
    try {
      pool.getConnection().close();
      double waits = count("wait");
      double uses = count("use");
      try (Connection first = pool.getConnection();
          Connection second = pool.getConnection()) {
        assertThat(first).isNotSameAs(second);
      }
      assertThat(count("wait")).isEqualTo(waits + 2);
      assertThat(count("use")).isEqualTo(uses + 2);
      Recorded.await(() -> count("create") > 0, () -> "no connection was opened");
    } finally {
      close(pool);
    }
  }

  @Test
  void aRequestThatIsNotServedInTimeIsCounted() throws Exception {
    DataSource pool = open(1, SHORT);
    try {
      awaitFirst(pool);
      double before = timeouts();
      double waits = count("wait");
      try (Connection only = pool.getConnection()) {
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        assertThat(only.isClosed()).isFalse();
      }
      assertThat(timeouts()).isEqualTo(before + 1);
      assertThat(count("wait")).isEqualTo(waits + 2);
    } finally {
      close(pool);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void theAgentBorrowsAConnectionAndGivesItBack() throws Exception {
    DataSource pool = open(2, LONG);
    try {
      pool.getConnection().close();
      awaitAllBack();
      Function<String, Connection> borrow =
          (Function<String, Connection>) Recorded.property(PoolAccess.BORROW);
      Connection borrowed = borrow.apply(label);
      assertThat(gauge("active")).isEqualTo(1);
      assertThat(borrowed.getAutoCommit()).isTrue();
      borrowed.close();
      awaitAllBack();
    } finally {
      close(pool);
    }
  }

  @Test
  void whoWatchesIsToldOfEachConnectionUntilItIsClosed() throws Exception {
    DataSource pool = open(2, LONG);
    try (WatchedPools watched = new WatchedPools()) {
      Connection first = pool.getConnection();
      Connection second = pool.getConnection();
      assertThat(watched.taken()).containsExactly(label, label);
      assertThat(watched.back()).isZero();
      first.close();
      assertThat(watched.back()).isOne();
      second.close();
      assertThat(watched.back()).isEqualTo(2);
    } finally {
      close(pool);
    }
  }

  /** On a machine that is busy the first connection may take longer than the pool waits. */
  private static void awaitFirst(DataSource pool) {
    Recorded.await(
        () -> {
          try {
            pool.getConnection().close();
            return true;
          } catch (SQLException late) {
            return false;
          }
        },
        () -> "the pool opens no connection");
  }

  private @Nullable Double gauge(String name) {
    return Recorded.metric("database_connections_" + name + labels());
  }

  private double count(String time) {
    Double count = Recorded.metric("database_connection_" + time + "_seconds_count" + labels());
    return count == null ? 0 : count;
  }

  private double timeouts() {
    Double count = Recorded.metric("database_connection_timeouts_total" + labels());
    return count == null ? 0 : count;
  }

  private String labels() {
    return "{database=\"shop\",pool=\"" + label + "\"}";
  }

  private static void closeOneOf(DataSource pool) {
    try {
      pool.getConnection().close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
