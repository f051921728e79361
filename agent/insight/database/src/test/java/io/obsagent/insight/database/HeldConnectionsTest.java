// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.DbPools;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {
  private final List<String> told = new ArrayList<>();
  private OneConnectionPool pool;
  private HeldConnections held;

  @BeforeEach
  void open() throws SQLException {
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> told.add(message));
    pool = new OneConnectionPool("held" + System.nanoTime(), "jdbc:h2:mem:held", "sa");
    held = new HeldConnections(Duration.ofMillis(1), () -> List.of(pool.known()));
    DbPools.watch(held);
  }

  @AfterEach
  void close() throws SQLException {
    held.close();
    pool.close();
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> {});
  }

  private Connection takenByTheShop() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:held", "sa", "");
    DbPools.taken("none", pool.name, connection);
    return connection;
  }

  @Test
  void whoHoldsAConnectionForLongIsToldWithTheStackThatTookIt() throws SQLException {
    try (Connection connection = takenByTheShop()) {
      Conditions.await(() -> held.suspects().size() == 1);
      held.turn();
      held.turn();
      assertThat(told).singleElement().asString().contains("pool " + pool.name);
      assertThat(value()).isEqualTo(1);
      assertThat(connection.isClosed()).isFalse();
      HeldConnections.Held suspect = held.suspects().get(0);
      assertThat(suspect.thread).isEqualTo(Thread.currentThread().getName());
      assertThat(suspect.stack()).isNotEmpty().noneMatch(frame -> frame.contains("DbPools"));
    }
    held.turn();
    assertThat(held.suspects()).isEmpty();
    assertThat(value()).isZero();
  }

  @Test
  void anEndedPoolHoldsNothing() throws SQLException {
    try (Connection connection = takenByTheShop()) {
      Conditions.await(() -> held.suspects().size() == 1);
      pool.closed = true;
      held.turn();
      assertThat(held.suspects()).isEmpty();
      assertThat(held.collect()).isEmpty();
      assertThat(connection.isClosed()).isFalse();
    }
  }

  private double value() {
    MetricFamily family = held.collect().get(0);
    return ((MetricFamily.NumberPoint) family.points().get(0)).value();
  }
}
