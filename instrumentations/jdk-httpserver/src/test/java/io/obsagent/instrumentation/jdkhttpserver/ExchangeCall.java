// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;

/** A request of a kit's application, served by a handler. */
record ExchangeCall(HttpExchange exchange, Executor threads) implements Call {

  static HttpServer start(Map<String, Work> endpoints, Executor threads) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoints.forEach(
        (path, work) ->
            server.createContext(
                path, exchange -> serve(work, new ExchangeCall(exchange, threads))));
    server.setExecutor(threads);
    server.start();
    return server;
  }

  private static void serve(Work work, ExchangeCall call) throws IOException {
    try {
      work.serve(call);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] body() throws IOException {
    return exchange.getRequestBody().readAllBytes();
  }

  @Override
  public void setHeader(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  @Override
  public void answer(int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
    if (!bodiless) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public OutputStream stream(int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    return exchange.getResponseBody();
  }

  @Override
  public void later(Work work) {
    threads.execute(
        () -> {
          try {
            work.serve(this);
          } catch (Exception e) {
            exchange.close();
          }
        });
  }
}
