// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;

/** A request of the application's on its way out, until the head of its answer is there. */
final class SentRequest {
  private static final Guard GUARD = Guard.of(SentRequest.class);

  private final HttpClientOperation operation;
  private HttpRequest request;

  private SentRequest(HttpClientOperation operation, HttpRequest request) {
    this.operation = operation;
    this.request = request;
  }

  /** Answers null within another client's request. */
  static @Nullable SentRequest start(HttpRequest request) {
    HttpClientOperation operation = HttpClientOperation.start(Reader.INSTANCE, request);
    if (operation == null) {
      return null;
    }
    SentRequest sent = new SentRequest(operation, request);
    operation.inject(sent, Setter.INSTANCE);
    operation.attach();
    return sent;
  }

  /** With headers of the agent's; requests are immutable. */
  HttpRequest request() {
    return request;
  }

  @Nullable Future<Object> leave(@Nullable Future<Object> response, @Nullable Throwable thrown) {
    operation.detach();
    if (response == null) {
      operation.end(thrown);
      return null;
    }
    return response.transform(this::answered, this::failed, ContextHandler.SameThread.INSTANCE);
  }

  private Object answered(Object response) {
    try {
      if (response instanceof HttpResponse answer) {
        operation.status(answer.status().intValue());
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    GUARD.end(operation, null);
    return response;
  }

  private Throwable failed(Throwable thrown) {
    GUARD.end(operation, thrown);
    return thrown;
  }

  private enum Reader implements HttpClientRequest<HttpRequest> {
    INSTANCE;

    @Override
    public String method(HttpRequest request) {
      return request.method().value();
    }

    @Override
    public String url(HttpRequest request) {
      return request.getUri().toString();
    }

    @Override
    public String host(HttpRequest request) {
      return request.getUri().host().address();
    }

    @Override
    public int port(HttpRequest request) {
      return request.getUri().port();
    }
  }

  private enum Setter implements HeaderSetter<SentRequest> {
    INSTANCE;

    @Override
    public void set(@Nullable SentRequest sent, String name, String value) {
      if (sent != null) {
        remove(sent, name);
        sent.request = (HttpRequest) sent.request.addHeader(RawHeader.create(name, value));
      }
    }

    @Override
    public void remove(SentRequest sent, String name) {
      if (sent.request.getHeader(name).isPresent()) {
        sent.request = (HttpRequest) sent.request.removeHeader(name);
      }
    }
  }
}
