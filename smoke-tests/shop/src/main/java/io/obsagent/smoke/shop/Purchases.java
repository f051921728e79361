// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** What has been bought, in the database. */
@Repository
class Purchases {
  private final JdbcClient jdbc;

  Purchases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes a purchase down and returns its number. */
  long add(String customer, Product product, BigDecimal shipping) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql("INSERT INTO purchase (customer, product_id, shipping) VALUES (?, ?, ?)")
        .params(customer, product.id(), shipping)
        .update(key, "id");
    return key.getKeyAs(Long.class).longValue();
  }
}
