// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves some requests at once on virtual threads, and prints what was recorded of them. Started on
 * a JDK that has virtual threads; their API is called by reflection, for the build does not know
 * it.
 */
final class VirtualThreadServer {
  private static final int REQUESTS = 20;

  private VirtualThreadServer() {}

  public static void main(String[] args) throws Exception {
    Recorded.clear();
    ExecutorService perTask =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(perTask);
    server.createContext(
        "/virtual",
        exchange -> {
          byte[] thread = Thread.currentThread().toString().substring(0, 7).getBytes();
          exchange.sendResponseHeaders(200, thread.length);
          exchange.getResponseBody().write(thread);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/virtual");
    System.out.println("threads=" + answers(uri));
    List<RecordedSpan> spans = Recorded.awaitSpans(REQUESTS);
    System.out.println("spans=" + spans.stream().map(RecordedSpan::name).distinct().toList());
    System.out.println("traces=" + spans.stream().map(RecordedSpan::traceId).distinct().count());
    server.stop(0);
    perTask.shutdown();
  }

  private static List<String> answers(URI uri) {
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      responses.add(
          client.sendAsync(
              HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
    }
    return responses.stream().map(response -> response.join().body()).distinct().toList();
  }
}
