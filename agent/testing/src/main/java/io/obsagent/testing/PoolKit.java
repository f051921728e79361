// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every pool of connections: a test extends this and says how to make one. */
@ExtendWith(AgentExtension.class)
public abstract class PoolKit {
  protected static final String URL = "jdbc:h2:mem:shop";
  protected static final String NAME = "orders";

  /**
   * Makes a pool of {@link #URL}, called {@link #NAME}.
   *
   * @return a data source that can be closed
   */
  protected abstract DataSource open(int max);

  @Test
  void aPoolHasGaugesUntilItIsClosed() throws Exception {
    DataSource pool = open(3);
    try (AutoCloseable closing = (AutoCloseable) pool) {
      assertThat(gauge("active")).isZero();
      assertThat(gauge("max")).isEqualTo(3);
      assertThat(gauge("pending")).isZero();
      try (Connection first = pool.getConnection();
          Connection second = pool.getConnection()) {
        assertThat(first).isNotSameAs(second);
        assertThat(gauge("active")).isEqualTo(2);
      }
      assertThat(gauge("active")).isZero();
      assertThat(gauge("idle")).isBetween(2.0, 3.0);
    }

    assertThat(gauge("active")).isNull();
    assertThat(gauge("max")).isNull();
  }

  @Test
  void threadsThatWaitAreCounted() throws Exception {
    DataSource pool = open(1);
    try (AutoCloseable closing = (AutoCloseable) pool) {
      Connection only = pool.getConnection();
      Thread waiting = new Thread(() -> closeOneOf(pool));
      waiting.start();
      Recorded.await(
          () -> Double.valueOf(1).equals(gauge("pending")), () -> "nobody waits for a connection");
      only.close();
      waiting.join();
      assertThat(gauge("pending")).isZero();
    }
  }

  private static @Nullable Double gauge(String name) {
    return Recorded.metric(
        "database_connections_" + name + "{database=\"shop\",pool=\"" + NAME + "\"}");
  }

  private static void closeOneOf(DataSource pool) {
    try {
      pool.getConnection().close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
