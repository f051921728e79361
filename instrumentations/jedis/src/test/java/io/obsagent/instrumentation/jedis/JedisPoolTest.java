// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.WatchedPools;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisException;

/** A pool's gauges and waiting times. */
class JedisPoolTest extends RedisTest {
  @Test
  void aPoolHasGaugesUntilItIsClosed() {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(1);
    config.setMaxWait(Duration.ofMillis(20));
    try (JedisPool pool = new JedisPool(config, "127.0.0.1", port)) {
      try (Jedis pooled = pool.getResource()) {
        assertThat(pooled.get("warm")).isEqualTo("up");
        assertThat(metric("database_connections_active")).isEqualTo(1);
        assertThat(metric("database_connections_max")).isEqualTo(1);
        assertThatThrownBy(pool::getResource).isInstanceOf(JedisException.class);
        assertThat(metric("database_connection_timeouts_total")).isEqualTo(1);
        assertThat(metric("database_connection_wait_seconds_count")).isEqualTo(2);
      }
      assertThat(metric("database_connections_active")).isZero();
      assertThat(metric("database_connections_idle")).isEqualTo(1);
    }

    assertThat(metric("database_connections_active")).isNull();
  }

  @Test
  void whoWatchesIsToldOfEachConnectionUntilItIsBack() {
    try (JedisPool pool = new JedisPool("127.0.0.1", port);
        WatchedPools watched = new WatchedPools()) {
      for (int round = 1; round <= 2; round++) { // the same object twice
        Jedis pooled = pool.getResource();
        assertThat(watched.taken()).hasSize(round).containsOnly("127.0.0.1:" + port);
        assertThat(watched.back()).isEqualTo(round - 1);
        pooled.close();
        assertThat(watched.back()).isEqualTo(round);
      }
    }
  }

  private static Double metric(String name) {
    return Recorded.metric(name + "{database=\"none\",pool=\"127.0.0.1:" + port + "\"}");
  }
}
