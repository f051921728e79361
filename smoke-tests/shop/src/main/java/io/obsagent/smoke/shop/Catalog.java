// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.web.server.ResponseStatusException;

/** The products, in the database. */
@Repository
class Catalog {
  private static final RowMapper<Product> PRODUCT =
      (row, number) ->
          new Product(
              row.getLong("id"),
              row.getString("name"),
              row.getBigDecimal("price"),
              row.getInt("grams"));

  private final JdbcClient jdbc;

  Catalog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Product> all() {
    return jdbc.sql("SELECT id, name, price, grams FROM product ORDER BY id").query(PRODUCT).list();
  }

  /** The product, or a 404. */
  Product byId(long id) {
    return jdbc.sql("SELECT id, name, price, grams FROM product WHERE id = ?")
        .param(id)
        .query(PRODUCT)
        .optional()
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no product " + id));
  }
}
