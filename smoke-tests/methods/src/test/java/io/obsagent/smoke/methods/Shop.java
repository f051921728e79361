// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What tests measure. */
final class Shop {
  private Shop() {}

  enum Tier {
    GOLD
  }

  record Customer(String id, Tier tier) {}

  static final class Order {
    private final String id;
    private final double total;
    private final Customer customer;
    final Map<String, String> notes = Map.of("gift", "yes");
    final List<String> lines = List.of("a", "b");

    Order(String id, double total, Customer customer) {
      this.id = id;
      this.total = total;
      this.customer = customer;
    }

    String getId() {
      return id;
    }

    double getTotal() {
      return total;
    }

    Customer getCustomer() {
      return customer;
    }
  }

  interface Desk {
    String take(Order order, long weight);
  }

  static class PlainDesk implements Desk {
    @Override
    public String take(Order order, long weight) {
      if (weight < 0) {
        throw new IllegalArgumentException("weight");
      }
      // Variables of arguments that are given something else.
      String id = order.getId();
      order = null;
      weight = -1;
      return id + (order == null) + weight;
    }

    String take(String nothing) {
      return nothing.strip();
    }
  }

  static final class Later {
    CompletableFuture<String> future(CompletableFuture<String> source) {
      return source.thenApply(value -> value + "!");
    }

    Mono<String> mono(Mono<String> source) {
      return source.map(value -> value + "!");
    }

    Flux<String> flux(Flux<String> source) {
      return source.map(value -> value + "!");
    }

    io.smallrye.mutiny.Uni<String> uni(io.smallrye.mutiny.Uni<String> source) {
      return source.map(value -> value + "!");
    }

    CompletableFuture<String> broken() {
      return CompletableFuture.failedFuture(new CompletionException(new IllegalStateException()));
    }
  }

  static Order order() {
    return new Order("o-1", 42.5, new Customer("c-1", Tier.GOLD));
  }
}
