// SPDX-License-Identifier: Apache-2.0
package com.acme.orders;

import io.obsagent.api.Counter;
import io.obsagent.api.Gauge;
import io.obsagent.api.Histogram;
import io.obsagent.api.Measured;
import io.obsagent.api.Obs;
import io.obsagent.api.Span;
import io.obsagent.api.Traced;
import io.obsagent.api.Tracked;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An application that tells of itself, and must do the same with and without an agent. */
public class OrderDesk {
  private static final Counter ORDERS =
      Obs.counter("desk_orders", "kind", "tier").help("Orders taken.");
  private static final Gauge OPEN = Obs.gauge("desk_open");
  private static final Histogram VALUE = Obs.histogram("desk.value_euros").buckets(1, 10, 100);

  /** Takes an order, all of whose parts are told of. */
  public String order(String kind, double euros) {
    try (Tracked order = Obs.track("order", Map.of("kind", kind))) {
      order.attribute("euros", euros).attribute("express", false);
      if (euros < 0) {
        order.failed("negative");
        return "refused";
      }
      OPEN.add(1);
      try (Span span = Obs.span("price")) {
        span.attribute("rules", 3).event("priced", Map.of("euros", euros));
        Obs.attribute("currency", "EUR");
        Obs.attribute("final", true);
      }
      ORDERS.add(1, kind, "gold");
      VALUE.record(euros);
      Obs.event("order_placed", Map.of("kind", kind, "euros", euros));
      order.success();
      return "taken";
    }
  }

  /** An operation that an exception leaves. */
  public void lost() {
    try (Tracked lost = Obs.track("lost")) {
      throw new IllegalStateException("never told of success: " + (lost == null));
    }
  }

  @Traced
  public int plain(int value) {
    return 2 * value;
  }

  @Traced
  @Measured
  public void close() {}

  @Traced("named")
  public CompletableFuture<String> later(CompletableFuture<String> given) {
    return given;
  }

  @Measured(operation = "registration")
  public String register(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("no name");
    }
    return name;
  }

  @Measured
  public CompletableFuture<String> registerLater(CompletableFuture<String> given) {
    return given;
  }

  /** All of it once, as somebody sees it. */
  public String all() {
    StringBuilder seen = new StringBuilder(order("web", 5)).append(order("web", -1));
    try {
      lost();
    } catch (IllegalStateException e) {
      seen.append(e.getMessage());
    }
    Obs.user("somebody");
    Obs.health("desk", () -> true);
    ORDERS.add(1, "only one");
    ORDERS.add(Double.NaN, null, null);
    VALUE.record(1, "too many", null, "x");
    Obs.event(null, null);
    Obs.attribute(null, 1);
    Obs.track(null, null).close();
    Tracked twice = Obs.track("twice");
    twice.success().close();
    twice.attribute("late", 1).close();
    seen.append(plain(21)).append(later(CompletableFuture.completedFuture("x")).join());
    return seen.append(register("me")).append(Obs.correlationId().isEmpty()).toString();
  }

  public static void main(String[] arguments) {
    System.out.print(new OrderDesk().all());
  }
}
