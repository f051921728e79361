// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP receiver that keeps what it gets and answers as told. */
public final class HttpReceiver implements AutoCloseable {
  public record Request(String method, String path, Headers headers, String body) {
    String authorization() {
      String value = headers.getFirst("Authorization");
      return value == null ? "" : value;
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public volatile int status = 200;
  volatile String location = "";
  volatile String answer = "";

  /** Answers to paths, by what comes before a query. */
  public final Map<String, String> answers = new ConcurrentHashMap<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  public HttpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          Headers headers = new Headers();
          headers.putAll(exchange.getRequestHeaders());
          String method = exchange.getRequestMethod();
          requests.add(new Request(method, exchange.getRequestURI().toString(), headers, body));
          if (exchange.getRequestURI().getPath().equals("/hang")) {
            try {
              closed.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
          }
          String text = answers.getOrDefault(exchange.getRequestURI().getPath(), answer);
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  List<String> bodies() {
    return requests.stream().map(Request::body).toList();
  }

  List<String> paths() {
    return requests.stream().map(Request::path).toList();
  }

  List<String> headers(String name) {
    return requests.stream().map(request -> request.headers.getFirst(name)).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
