// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** A Grizzly whose handlers are the endpoints of a kit. */
final class HandlerServer implements AutoCloseable {
  private final HttpServer server = new HttpServer();
  private final NetworkListener listener = new NetworkListener("tests", "127.0.0.1", 0);

  HandlerServer() {
    LogManager.getLogManager().reset(); // Grizzly reports what the tests provoke
    listener.setMaxHttpHeaderSize(64_000);
    server.addListener(listener);
  }

  HandlerServer with(Map<String, Work> endpoints) {
    endpoints.forEach(
        (path, work) ->
            server
                .getServerConfiguration()
                .addHttpHandler(
                    new HttpHandler() {
                      @Override
                      public void service(Request request, Response response) throws Exception {
                        work.serve(new HandlerCall(request, response));
                      }
                    },
                    path));
    return this;
  }

  HandlerServer started() throws Exception {
    server.start();
    return this;
  }

  int port() {
    return listener.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** A request of a kit's application, served by a handler. */
  private record HandlerCall(Request request, Response response) implements Call {
    @Override
    public byte[] body() throws Exception {
      return request.getInputStream().readAllBytes();
    }

    @Override
    public void setHeader(String name, String value) {
      response.setHeader(name, value);
    }

    @Override
    public void answer(int status, String body) throws Exception {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      response.setStatus(status);
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }

    @Override
    public OutputStream stream(int status) {
      response.setStatus(status);
      return response.getOutputStream();
    }

    @Override
    public void later(Work work) {
      response.suspend();
      Thread later =
          new Thread(
              () -> {
                try {
                  work.serve(this);
                } catch (Exception e) {
                  // as an application that is told of its own failure, and is done
                } finally {
                  response.resume();
                }
              });
      later.start();
    }
  }
}
