// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another team's service, on the JDK's own HTTP server: what it costs to ship a parcel. */
final class ShippingService implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ShippingService.class);
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private ShippingService(HttpServer server) {
    this.server = server;
  }

  static ShippingService start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ShippingService service = new ShippingService(HttpServer.create(anyPort, 0));
    service.server.createContext("/quotes", service::quote);
    service.server.setExecutor(service.threads);
    service.server.start();
    return service;
  }

  URI quotes() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/quotes");
  }

  private void quote(HttpExchange exchange) throws IOException {
    try (exchange) {
      String grams = exchange.getRequestURI().getPath().replace("/quotes/", "");
      String quote = "4." + grams.charAt(0) + "0";
      LOG.info("quote for {} g: {}", grams, quote);
      byte[] body = quote.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
