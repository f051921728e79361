// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP receiver that keeps what it gets and answers as told. */
final class HttpReceiver implements AutoCloseable {
  record Request(String path, Headers headers, String body) {
    String authorization() {
      String value = headers.getFirst("Authorization");
      return value == null ? "" : value;
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile String location = "";
  volatile String answer = "";
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  HttpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          Headers headers = new Headers();
          headers.putAll(exchange.getRequestHeaders());
          requests.add(new Request(exchange.getRequestURI().toString(), headers, body));
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
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String url(String path) {
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
