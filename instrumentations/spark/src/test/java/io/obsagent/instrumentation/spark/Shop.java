// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.logging.LogManager;
import spark.Service;

/** A Spark on the loopback interface. */
final class Shop implements AutoCloseable {
  private final Service server = Service.ignite();

  Shop() {
    LogManager.getLogManager().reset(); // Jetty reports what the tests provoke
    server.ipAddress("127.0.0.1");
    server.port(0);
    server.before("/products/*", (request, response) -> response.header("X-Before", "1"));
    server.get("/products/:id", (request, response) -> request.params("id"));
    server.get(
        "/broken/:id",
        (request, response) -> {
          throw new IllegalStateException("broken");
        });
    server.get(
        "/handled/:status",
        (request, response) -> {
          throw new UnsupportedOperationException(request.params("status"));
        });
    server.path("/group", () -> server.get("/:id", (request, response) -> "in a group"));
    server.exception(
        UnsupportedOperationException.class,
        (thrown, request, response) -> {
          response.status(Integer.parseInt(thrown.getMessage()));
          response.body("sorry");
        });
    server.awaitInitialization();
  }

  /** Status and body. */
  String get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Override
  public void close() {
    server.stop();
    server.awaitStop();
  }
}
