// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A back end on a free port of the loopback that keeps what it gets and answers as told. */
public final class ReceivingServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile byte[] answerBody = {};

  /**
   * @param peer address and port that it came from
   * @param body decompressed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(
      String method, String path, Map<String, String> headers, String peer, byte[] body) {}

  private record Answer(int status, String header, String value) {}

  private ReceivingServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static ReceivingServer start() throws IOException {
    return new ReceivingServer(HttpServer.create(loopback(), 0));
  }

  public static ReceivingServer startTls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new ReceivingServer(server);
  }

  /** One that wants a certificate from its clients. */
  public static ReceivingServer startMutualTls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(true);
            parameters.setSSLParameters(ssl);
          }
        });
    return new ReceivingServer(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** From now on all are answered so, unless {@link #answerOnce} says otherwise. */
  public void answer(int newStatus) {
    status = newStatus;
  }

  /** From now on all answers have this body. */
  public void answerWith(byte[] body) {
    answerBody = body;
  }

  /** The next request is answered so. */
  public void answerOnce(int once, String header, String value) {
    answers.add(new Answer(once, header, value));
  }

  /** The next request, waiting for it. */
  public Request take() throws InterruptedException {
    Request request = requests.poll(60, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came within a minute");
    }
    return request;
  }

  /** How many came that were not taken. */
  public int waiting() {
    return requests.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      if ("gzip".equals(headers.get("Content-Encoding"))) {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
          body = plain.readAllBytes();
        }
      }
      @Nullable Answer once = answers.poll();
      if (once != null) {
        exchange.getResponseHeaders().add(once.header(), once.value());
      }
      int code = once == null ? status : once.status();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRemoteAddress().toString(),
              body));
      byte[] answer = answerBody;
      exchange.sendResponseHeaders(code, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
