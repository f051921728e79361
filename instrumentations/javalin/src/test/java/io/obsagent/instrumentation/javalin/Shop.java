// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.javalin;

import io.javalin.Javalin;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.obsagent.testing.ServletFacade;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;

/** A Javalin on the loopback interface. */
final class Shop implements AutoCloseable {
  private final Javalin server;

  Shop() throws Exception {
    LogManager.getLogManager().reset(); // Javalin reports what the tests provoke
    AtomicReference<Object> routes = new AtomicReference<>();
    Javalin created =
        Javalin.create(
            config -> {
              routes.set(config);
              try {
                describe(config.getClass().getField("routes").get(config));
                routes.set(null);
              } catch (ReflectiveOperationException ofJavalin6) {
                // its application has the routes itself
              }
            });
    if (routes.get() != null) {
      describe(created);
    }
    server = created.start("127.0.0.1", 0);
  }

  /** By name: an interface in Javalin 6, a part of the configuration in 7. */
  private static void describe(Object routes) {
    add(routes, "before", "/products/*", context -> context.header("X-Before", "1"));
    add(routes, "get", "/products/{id}", context -> context.result(context.pathParam("id")));
    add(
        routes,
        "get",
        "/broken/{id}",
        context -> {
          throw new IllegalStateException("broken");
        });
    add(
        routes,
        "get",
        "/handled/{status}",
        context -> {
          throw new UnsupportedOperationException(context.pathParam("status"));
        });
    add(
        routes,
        "get",
        "/later/{id}",
        context -> context.future(() -> CompletableFuture.runAsync(() -> context.result("later"))));
    ExceptionHandler<UnsupportedOperationException> sorry =
        (thrown, context) -> context.status(Integer.parseInt(thrown.getMessage())).result("sorry");
    call(routes, "exception", UnsupportedOperationException.class, sorry);
  }

  private static void add(Object routes, String method, String path, Handler handler) {
    call(routes, method, path, handler);
  }

  private static void call(Object routes, String method, Object... arguments) {
    try {
      new ServletFacade(routes).call(method, arguments);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
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
  }
}
