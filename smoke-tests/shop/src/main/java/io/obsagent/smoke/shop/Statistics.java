// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import io.lettuce.core.api.StatefulRedisConnection;
import org.springframework.stereotype.Repository;

/** How well products sell, in Redis through Lettuce. */
@Repository
class Statistics {
  private final StatefulRedisConnection<String, String> redis;

  Statistics(StatefulRedisConnection<String, String> redis) {
    this.redis = redis;
  }

  /** Counts a sale and returns the product's rank, 1 for the best seller. */
  long sold(Product product) {
    redis.sync().zincrby("sales", 1, product.name());
    return redis.sync().zrevrank("sales", product.name()) + 1;
  }
}
