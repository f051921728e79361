// SPDX-License-Identifier: Apache-2.0
package shop;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Logs once at INFO and once at DEBUG for each order, and an exception for order 0. */
@Path("/orders/{id}")
public class Orders {
  private static final Logger LOG = Logger.getLogger("shop.orders");

  /** The only page. */
  @GET
  public String order(@PathParam("id") String id) {
    MDC.put("tenant", "acme");
    try {
      LOG.debugf("Looking for order %s in detail", id);
      if (id.equals("0")) {
        LOG.error("No order " + id, new IllegalStateException("sold out"));
      }
      LOG.infof("Order %s placed", id);
      return id;
    } finally {
      MDC.remove("tenant");
    }
  }
}
