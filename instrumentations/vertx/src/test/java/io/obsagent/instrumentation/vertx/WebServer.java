// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** A server of Vert.x with a router. */
final class WebServer implements AutoCloseable {
  final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(32));
  final Router router = Router.router(vertx);
  private HttpServer server;

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  WebServer with(Map<String, Work> endpoints) {
    LogManager.getLogManager().reset(); // Vert.x reports what the tests provoke
    router
        .route()
        .handler(
            context ->
                context
                    .request()
                    .body()
                    .onSuccess(
                        body -> {
                          context.put("body", body.getBytes());
                          context.next();
                        }));
    endpoints.forEach(
        (path, work) ->
            router
                .route(path)
                .blockingHandler(
                    context -> {
                      try {
                        work.serve(new WebCall(vertx, context));
                      } catch (RuntimeException e) {
                        throw e;
                      } catch (Exception e) {
                        context.fail(e);
                      }
                    },
                    false));
    return this;
  }

  WebServer started() throws Exception {
    server =
        get(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setMaxHeaderSize(64_000)
                        .setHost("127.0.0.1")
                        .setPort(0))
                .requestHandler(router)
                .listen());
    return this;
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close();
  }

  /** A request of a kit's application. */
  private record WebCall(Vertx vertx, RoutingContext context) implements Call {
    @Override
    public byte[] body() {
      return context.get("body");
    }

    @Override
    public void setHeader(String name, String value) {
      context.response().putHeader(name, value);
    }

    @Override
    public void answer(int status, String body) {
      context.response().setStatusCode(status).end(body);
    }

    @Override
    public OutputStream stream(int status) {
      HttpServerResponse response = context.response().setStatusCode(status).setChunked(true);
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          done(response.write(Buffer.buffer().appendBytes(bytes, from, length)));
        }

        @Override
        public void close() throws IOException {
          done(response.end());
        }

        private void done(Future<Void> written) throws IOException {
          try {
            get(written);
          } catch (ExecutionException e) {
            throw new IOException(e.getCause());
          } catch (Exception e) {
            throw new IOException(e);
          }
        }
      };
    }

    @Override
    public void later(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.serve(this);
                } catch (Exception e) {
                  context.request().connection().close();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }
}
