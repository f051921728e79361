// SPDX-License-Identifier: Apache-2.0
package shop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Logs once at INFO and once at DEBUG for each order, and an exception for order 0. */
@SpringBootApplication
@RestController
public class Shop {
  private static final Logger LOG = LoggerFactory.getLogger("shop.orders");

  /** The application. */
  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** The only page. */
  @GetMapping("/orders/{id}")
  public String order(@PathVariable("id") String id) {
    MDC.put("tenant", "acme");
    try {
      LOG.debug("Looking for order {} in detail", id);
      if (id.equals("0")) {
        LOG.error("No order {}", id, new IllegalStateException("sold out"));
      }
      LOG.info("Order {} placed", id);
      return id;
    } finally {
      MDC.remove("tenant");
    }
  }
}
