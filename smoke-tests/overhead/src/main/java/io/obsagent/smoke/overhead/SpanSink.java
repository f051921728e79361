// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * A back end for one agent: takes OTLP over http/protobuf, Jaeger's thrift over HTTP, Elastic's
 * intake and Datadog's trace intake, and counts the spans.
 */
final class SpanSink implements Closeable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private SpanSink(HttpServer server) {
    this.server = server;
  }

  static SpanSink start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    SpanSink sink = new SpanSink(HttpServer.create(anyPort, 0));
    sink.server.createContext("/", sink::take);
    sink.server.setExecutor(sink.threads);
    sink.server.start();
    return sink;
  }

  int port() {
    return server.getAddress().getPort();
  }

  long spans() {
    return spans.get();
  }

  /** Bytes of the payloads, unpacked. */
  long bytes() {
    return bytes.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = unpacked(exchange).readAllBytes();
      bytes.addAndGet(body.length);
      int status = 200;
      String answer = "{}";
      switch (exchange.getRequestURI().getPath()) {
        case "/v1/traces" -> spans.addAndGet(SpanCount.otlp(body));
        case "/api/traces" -> spans.addAndGet(SpanCount.thrift(body));
        case "/intake/v2/events" -> spans.addAndGet(SpanCount.elastic(body));
        case "/v0.4/traces" -> spans.addAndGet(SpanCount.datadog(body));
        // Elastic asks for the server's version there; Datadog asks /info for what it may use.
        case "/" -> answer = "{\"version\":\"8.17.0\"}";
        default -> status = 404;
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static InputStream unpacked(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    if ("gzip".equals(encoding)) {
      return new GZIPInputStream(body);
    }
    return "deflate".equals(encoding) ? new InflaterInputStream(body) : body;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
