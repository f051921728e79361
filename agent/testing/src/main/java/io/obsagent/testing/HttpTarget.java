// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on the loopback interface for clients to call. It answers {@code /status/<code>} with
 * that status, {@code /redirect} with a redirection to {@code /status/200}, and everything with the
 * body that it got, or with {@code hello}.
 */
public final class HttpTarget implements AutoCloseable {
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Map<String, List<String>>> received =
      new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> methods = new ConcurrentLinkedQueue<>();

  public HttpTarget() {
    try {
      server = onNewPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** What a port was told of before in this JVM would be counted for another test. */
  private static HttpServer onNewPort() throws IOException {
    List<HttpServer> known = new ArrayList<>();
    try {
      while (true) {
        HttpServer made =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        if (PORTS.add(made.getAddress().getPort())) {
          return made;
        }
        known.add(made);
      }
    } finally {
      known.forEach(made -> made.stop(0));
    }
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Headers of the requests so far, names in any case. */
  public List<Map<String, List<String>>> received() {
    return List.copyOf(received);
  }

  public void forget() {
    received.clear();
    methods.clear();
  }

  /** Methods of the requests so far. */
  public List<String> methods() {
    return List.copyOf(methods);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    received.add(headers);
    methods.add(exchange.getRequestMethod());
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer = body.length > 0 ? body : "hello".getBytes(StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/redirect")) {
      exchange.getResponseHeaders().set("Location", uri("/status/200").toString());
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.sendResponseHeaders(
          Integer.parseInt(path.substring("/status/".length())), answer.length);
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
