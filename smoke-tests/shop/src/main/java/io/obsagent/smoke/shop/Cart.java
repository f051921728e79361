// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.util.List;
import org.springframework.stereotype.Repository;
import redis.clients.jedis.RedisClient;

/** What customers have laid aside, in Redis through Jedis: the last products, for an hour. */
@Repository
class Cart {
  private static final int MAX_PRODUCTS = 20;
  private static final long SECONDS_TO_LIVE = 3600;

  private final RedisClient redis;

  Cart(RedisClient redis) {
    this.redis = redis;
  }

  void add(String customer, Product product) {
    String key = key(customer);
    try (var pipeline = redis.pipelined()) {
      pipeline.lpush(key, product.name());
      pipeline.ltrim(key, 0, MAX_PRODUCTS - 1);
      pipeline.expire(key, SECONDS_TO_LIVE);
      pipeline.sync();
    }
  }

  List<String> products(String customer) {
    return redis.lrange(key(customer), 0, -1);
  }

  private static String key(String customer) {
    return "cart:" + customer;
  }
}
