// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Buying, which takes all neighbours of the shop. */
@RestController
class CheckoutController {
  private static final Logger LOG = LoggerFactory.getLogger(CheckoutController.class);

  private final Catalog catalog;
  private final Purchases purchases;
  private final Statistics statistics;
  private final Assistant assistant;
  private final Shipping shipping;

  CheckoutController(
      Catalog catalog,
      Purchases purchases,
      Statistics statistics,
      Assistant assistant,
      Shipping shipping) {
    this.catalog = catalog;
    this.purchases = purchases;
    this.statistics = statistics;
    this.assistant = assistant;
    this.shipping = shipping;
  }

  /** What the customer gets to see. */
  record Receipt(
      long number, String product, BigDecimal total, long salesRank, String recommendation) {}

  @PostMapping("/checkout")
  Receipt checkout(
      @RequestParam(name = "customer", defaultValue = "alice") String customer,
      @RequestParam(name = "product", defaultValue = "1") long id)
      throws IOException, InterruptedException {
    Product product = catalog.byId(id);
    CompletableFuture<String> recommendation = assistant.recommend(product);
    BigDecimal postage = shipping.quote(product);
    long number = purchases.add(customer, product, postage);
    long rank = statistics.sold(product);
    LOG.info("purchase {}: {} for {}, postage {}", number, product.name(), customer, postage);
    return new Receipt(
        number, product.name(), product.price().add(postage), rank, recommendation.join());
  }
}
