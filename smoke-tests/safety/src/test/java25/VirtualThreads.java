// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A hundred thousand virtual threads that wait for monitors, locks and one another, with a scoped
 * value; and a server that answers on such threads and asks itself in task scopes.
 */
void main(String[] arguments) throws Exception {
  while (System.in.read() >= 0) {
    // Whoever started this says when it begins.
  }
  AtomicInteger sum = new AtomicInteger();
  Object monitor = new Object();
  ReentrantLock lock = new ReentrantLock();
  ScopedValue<Integer> own = ScopedValue.newInstance();
  try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
    for (int i = 0; i < 100_000; i++) {
      int number = i;
      threads.execute(
          () ->
              ScopedValue.where(own, number)
                  .run(
                      () -> {
                        if (number % 3 == 0) {
                          synchronized (monitor) {
                            Thread.yield();
                            sum.addAndGet(own.get() % 7);
                          }
                        } else {
                          lock.lock();
                          try {
                            sum.addAndGet(own.get() % 7);
                          } finally {
                            lock.unlock();
                          }
                        }
                      }));
    }
  }
  IO.println("sum " + sum);
  serveAndAsk();
  IO.println("bye");
  System.exit(7);
}

void serveAndAsk() throws Exception {
  HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  server.setExecutor(threads);
  HttpClient client = HttpClient.newHttpClient();
  String base = "http://127.0.0.1:" + server.getAddress().getPort();
  server.createContext(
      "/leaf",
      exchange -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("ok".getBytes());
        exchange.close();
      });
  server.createContext(
      "/fan",
      exchange -> {
        try (var scope = StructuredTaskScope.open()) {
          List<StructuredTaskScope.Subtask<String>> leaves = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            leaves.add(scope.fork(() -> ask(client, base + "/leaf")));
          }
          scope.join();
          StringBuilder answer = new StringBuilder();
          leaves.forEach(leaf -> answer.append(leaf.get()));
          exchange.sendResponseHeaders(200, answer.length());
          exchange.getResponseBody().write(answer.toString().getBytes());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        } finally {
          exchange.close();
        }
      });
  server.start();
  List<Future<String>> answers = new ArrayList<>();
  for (int i = 0; i < 100; i++) {
    answers.add(threads.submit(() -> ask(client, base + "/fan")));
  }
  for (Future<String> answer : answers) {
    if (!answer.get().equals("okokokok")) {
      IO.println(answer.get());
    }
  }
  server.stop(0);
}

String ask(HttpClient client, String url) throws Exception {
  HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
  return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
}
