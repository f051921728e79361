// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AgentExtension.class)
class HikariTest {
  private static final String LABELS = "{database=\"shop\",pool=\"orders\"}";

  @Test
  void aPoolHasGaugesUntilItIsClosed() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config())) {
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
    HikariConfig config = config();
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
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

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1,shop",
    "jdbc:postgresql://app:geheim@db.example:5432/shop?ssl=true,shop",
    "jdbc:sqlserver://db.example:1433;databaseName=shop;user=sa,shop",
    "jdbc:oracle:thin:app/geheim@tns,tns",
    "jdbc:mysql://db.example:3306/,none"
  })
  void theDatabaseIsTheLastWordOfAUrl(String url, String database) {
    assertThat(DatabaseName.ofUrl(url)).isEqualTo(database);
  }

  private static HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:shop");
    config.setPoolName("orders");
    config.setMaximumPoolSize(3);
    return config;
  }

  private static Double gauge(String name) {
    return Recorded.metric("database_connections_" + name + LABELS);
  }

  private static void closeOneOf(HikariDataSource pool) {
    try {
      pool.getConnection().close();
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
