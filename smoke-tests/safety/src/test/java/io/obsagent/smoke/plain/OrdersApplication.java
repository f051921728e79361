// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import io.obsagent.api.Counter;
import io.obsagent.api.Obs;
import io.obsagent.api.Tracked;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Counts an order by obs-api for each line of its input. */
public final class OrdersApplication {
  private static final Counter ORDERS = Obs.counter("desk_orders_total", "kind");

  private OrdersApplication() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      try (Tracked order = Obs.track("order")) {
        ORDERS.add(1, line);
        order.success();
      }
      System.out.println("taken " + line);
    }
  }
}
