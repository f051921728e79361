// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.HttpString;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;

/** An Undertow whose handlers are the endpoints of a kit. */
final class HandlerServer implements AutoCloseable {
  private final PathHandler paths = new PathHandler();
  private final Undertow server;

  HandlerServer() {
    LogManager.getLogManager().reset(); // Undertow reports what the tests provoke
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 64_000)
            .setHandler(paths)
            .build();
  }

  HandlerServer with(Map<String, Work> endpoints) {
    endpoints.forEach(
        (path, work) ->
            with(path, new BlockingHandler(exchange -> work.serve(new HandlerCall(exchange)))));
    return this;
  }

  HandlerServer with(String path, HttpHandler handler) {
    paths.addPrefixPath(path, handler);
    return this;
  }

  HandlerServer started() {
    server.start();
    return this;
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    Thread stopping = new Thread(server::stop); // it waits for requests that a failed test left
    stopping.setDaemon(true);
    stopping.start();
  }

  /** A request of a kit's application, served by a handler. */
  private record HandlerCall(HttpServerExchange exchange) implements Call {
    @Override
    public byte[] body() throws Exception {
      return exchange.getInputStream().readAllBytes();
    }

    @Override
    public void setHeader(String name, String value) {
      exchange.getResponseHeaders().put(new HttpString(name), value);
    }

    @Override
    public void answer(int status, String body) {
      exchange.setStatusCode(status);
      exchange.getResponseSender().send(body, StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream stream(int status) {
      exchange.setStatusCode(status);
      return exchange.getOutputStream();
    }

    @Override
    public void later(Work work) {
      Runnable task =
          () -> {
            try {
              work.serve(this);
            } catch (Exception e) {
              // as an application that is told of its own failure, and is done
            } finally {
              exchange.endExchange();
            }
          };
      exchange.dispatch(task);
    }
  }
}
