// SPDX-License-Identifier: Apache-2.0
package shop;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs once at INFO and once at FINE for each order, and an exception for order 0. */
@WebServlet("/*")
public class Orders extends HttpServlet {
  private static final Logger LOG = Logger.getLogger("shop.orders");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = request.getPathInfo().substring(1);
    LOG.log(Level.FINE, "Looking for order {0} in detail", id);
    if (id.equals("0")) {
      LOG.log(Level.SEVERE, "No order " + id, new IllegalStateException("sold out"));
    }
    LOG.log(Level.INFO, "Order {0} placed", id);
    response.getWriter().print(id);
  }
}
