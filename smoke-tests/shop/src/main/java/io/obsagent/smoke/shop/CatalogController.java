// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Looking around and laying aside. */
@RestController
class CatalogController {
  private final Catalog catalog;
  private final Cart cart;
  private final Assistant assistant;

  CatalogController(Catalog catalog, Cart cart, Assistant assistant) {
    this.catalog = catalog;
    this.cart = cart;
    this.assistant = assistant;
  }

  @GetMapping("/products")
  List<Product> products() {
    return catalog.all();
  }

  @GetMapping("/products/{id}")
  Product product(@PathVariable("id") long id) {
    return catalog.byId(id);
  }

  @GetMapping("/products/{id}/description")
  String description(@PathVariable("id") long id) {
    return assistant.describe(catalog.byId(id));
  }

  @GetMapping("/cart")
  List<String> cart(@RequestParam(name = "customer", defaultValue = "alice") String customer) {
    return cart.products(customer);
  }

  @PostMapping("/cart")
  List<String> addToCart(
      @RequestParam(name = "customer", defaultValue = "alice") String customer,
      @RequestParam(name = "product") long product) {
    cart.add(customer, catalog.byId(product));
    return cart.products(customer);
  }
}
