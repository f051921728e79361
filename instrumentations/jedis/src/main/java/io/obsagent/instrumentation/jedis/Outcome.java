// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.RedisCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** How an operation ended, without the keys and values that replies quote. */
final class Outcome {
  private Outcome() {}

  /**
   * @param replies of a pipeline or transaction, where errors are among the results; or null
   */
  static void end(DbOperation operation, @Nullable Object replies, @Nullable Throwable thrown) {
    if (thrown instanceof JedisDataException refused) {
      RedisCommands.endRefused(operation, refused.getMessage());
    } else if (thrown != null) {
      operation.end(thrown);
    } else {
      JedisDataException refused = firstError(replies);
      if (refused != null) {
        RedisCommands.endRefused(operation, refused.getMessage());
      } else {
        operation.end(null);
      }
    }
  }

  private static @Nullable JedisDataException firstError(@Nullable Object replies) {
    if (replies instanceof List<?> list) {
      for (Object reply : list) {
        if (reply instanceof JedisDataException refused) {
          return refused;
        }
      }
    }
    return null;
  }
}
