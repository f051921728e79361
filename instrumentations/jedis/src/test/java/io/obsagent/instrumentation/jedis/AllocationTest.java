// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AddedBytes;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** What the agent allocates for a command. */
class AllocationTest extends RedisTest {
  private static final long CALL = 64;
  private static final long KEPT = 216;

  @Test
  void aConnectionOfAPoolAddsNothingToACommandThatNobodyReads() throws Exception {
    try (JedisPool pool = new JedisPool("127.0.0.1", port)) {
      long bytes =
          AddedBytes.whereUnread(
              () -> {
                try (Jedis pooled = pool.getResource()) {
                  return pooled.get("warm");
                }
              });
      assertThat(bytes).isLessThanOrEqualTo(CALL);
    }
  }

  @Test
  void aCommandWhoseSpanIsKeptIsTwoObjects() throws Exception {
    assertThat(AddedBytes.whereKept(jedis::dbSize)).isBetween(CALL, KEPT);
  }
}
