// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves HTTP with what the JDK has, calls itself, prints what came back, and ends with exit code 7
 * when its input ends. With the argument {@code serve} it prints its port and calls nobody; with
 * {@code end} it ends at once.
 */
public final class PlainApplication {
  private static final int EXIT_CODE = 7;

  private PlainApplication() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("end")) {
      System.out.println("bye");
      System.exit(EXIT_CODE);
    }
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    server.setExecutor(workers);
    server.createContext("/greet", PlainApplication::greet);
    server.createContext("/fail", PlainApplication::fail);
    server.createContext("/state", PlainApplication::state);
    server.start();
    int port = server.getAddress().getPort();
    if (arguments.length > 0 && arguments[0].equals("serve")) {
      System.out.println("port " + port);
    } else {
      callItself("http://127.0.0.1:" + port);
    }
    while (System.in.read() >= 0) {
      // Whoever started this says when it ends.
    }
    server.stop(0);
    workers.shutdown();
    System.out.println("bye");
    System.exit(EXIT_CODE);
  }

  private static void greet(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answer(exchange, 200, "hello " + exchange.getRequestURI().getQuery() + body);
  }

  private static void fail(HttpExchange exchange) throws IOException {
    if ("closed".equals(exchange.getRequestURI().getQuery())) {
      throw new IllegalStateException("on purpose");
    }
    answer(exchange, 500, "sorry");
  }

  /** Live threads and, after a collection, the bytes of the heap in use. */
  private static void state(HttpExchange exchange) throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    answer(exchange, 200, Thread.getAllStackTraces().size() + " " + used);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void callItself(String base) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
    for (int i = 0; i < 20; i++) {
      HttpRequest get = HttpRequest.newBuilder(URI.create(base + "/greet?n=" + i)).build();
      print(i % 2 == 0 ? client.send(get, text) : client.sendAsync(get, text).get());
    }
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(base + "/greet?post"))
            .POST(HttpRequest.BodyPublishers.ofString(" and more"))
            .build();
    print(client.send(post, text));
    print(client.send(HttpRequest.newBuilder(URI.create(base + "/fail")).build(), text));
    print(client.send(HttpRequest.newBuilder(URI.create(base + "/nothing")).build(), text));
    try {
      client.send(HttpRequest.newBuilder(URI.create(base + "/fail?closed")).build(), text);
    } catch (IOException e) {
      System.out.println(e);
    }
  }

  private static void print(HttpResponse<String> response) {
    System.out.println(
        response.request().method()
            + " "
            + response.uri().getPath()
            + " "
            + response.statusCode()
            + " "
            + response.headers().firstValue("Content-Type").orElse("-")
            + " "
            + response.body());
  }
}
