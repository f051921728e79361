// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A server of Armeria on the loopback interface, for HTTP/1 and HTTP/2 on one port. */
final class ServiceServer implements AutoCloseable {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "application");
            thread.setDaemon(true);
            return thread;
          });

  private final Server server;

  ServiceServer(Consumer<ServerBuilder> services) {
    ServerBuilder builder = Server.builder();
    builder
        .http(new InetSocketAddress("127.0.0.1", 0))
        .http1MaxHeaderSize(64_000)
        .requestTimeout(Duration.ZERO)
        .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO);
    services.accept(builder);
    server = builder.build();
    server.start().join();
  }

  /** One that serves a kit's endpoints, each on a thread that may wait. */
  static ServiceServer of(Map<String, Work> endpoints, Consumer<ServerBuilder> more) {
    return new ServiceServer(
        builder -> {
          endpoints.forEach((path, work) -> builder.service(path, service(work)));
          more.accept(builder);
        });
  }

  private static HttpService service(Work work) {
    return (context, request) ->
        HttpResponse.from(
            request.aggregate().thenCompose(whole -> new ServiceCall(whole).serve(work)));
  }

  int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A request of a kit's application. */
  private static final class ServiceCall implements Call {
    private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final AggregatedHttpRequest request;

    ServiceCall(AggregatedHttpRequest request) {
      this.request = request;
    }

    CompletableFuture<HttpResponse> serve(Work work) {
      later(work);
      return response;
    }

    @Override
    public byte[] body() {
      return request.content().array();
    }

    @Override
    public void setHeader(String name, String value) {
      headers.put(name, value);
    }

    private ResponseHeaders head(int status) {
      ResponseHeadersBuilder head = ResponseHeaders.builder(HttpStatus.valueOf(status));
      headers.forEach(head::set);
      return head.build();
    }

    @Override
    public void answer(int status, String body) {
      response.complete(HttpResponse.of(head(status), HttpData.ofUtf8(body)));
    }

    @Override
    public OutputStream stream(int status) {
      HttpResponseWriter writer = HttpResponse.streaming();
      writer.write(head(status));
      response.complete(writer);
      return new Body(writer);
    }

    @Override
    public void later(Work work) {
      THREADS.execute(
          () -> {
            try {
              work.serve(this);
            } catch (Exception e) {
              response.completeExceptionally(e);
            }
          });
    }
  }

  /** Waits for each part to be sent. */
  private static final class Body extends OutputStream {
    private final HttpResponseWriter writer;

    Body(HttpResponseWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        writer.write(HttpData.copyOf(bytes, from, length));
        writer.whenConsumed().join();
      } catch (RuntimeException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
