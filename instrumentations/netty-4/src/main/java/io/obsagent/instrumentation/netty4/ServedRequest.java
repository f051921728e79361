// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.ServerExchange;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A request being served, and as much of its response as is known. */
final class ServedRequest implements HeaderLines.Source {
  final HttpChannel channel;

  /** Only while it starts: an application may free or change its request. */
  private @Nullable HttpRequest request;

  private @Nullable ServerExchange<ServedRequest> exchange;
  private @Nullable Throwable failure;
  private int status;
  private @Nullable String headerName;
  private @Nullable String headerValue;

  ServedRequest(HttpChannel channel) {
    this.channel = channel;
  }

  void start(HttpRequest arrived) {
    request = arrived;
    try {
      exchange = ServerExchange.start(ServerAdapter.INSTANCE, this, this);
    } finally {
      request = null;
    }
  }

  HttpRequest request() {
    HttpRequest starting = request;
    if (starting == null) {
      throw new IllegalStateException("the request has started");
    }
    return starting;
  }

  /** Null for a request that is not watched. */
  @Nullable Context context() {
    return exchange == null ? null : exchange.operation().context();
  }

  /** The head of the answer is about to be encoded. */
  void answer(HttpResponse response) {
    if (exchange != null && status == 0) {
      status = response.status().code();
      exchange.beforeCommit();
      ENCODED.set(this);
    }
  }

  int status() {
    return status;
  }

  void header(String name, String value) {
    headerName = name;
    headerValue = value;
  }

  @Override
  public void writeTo(HeaderLines headers) {
    if (headerName != null && headerValue != null && !headers.contains(headerName)) {
      headers.add(headerName, headerValue);
    }
  }

  void answered() {
    if (exchange != null) {
      exchange.end(null);
    }
  }

  /** Notes what came out of a handler; whether that is an error, the answer tells. */
  void failed(HttpServerOperation current, Throwable cause) {
    if (exchange != null && exchange.operation() == current && failure == null) {
      failure = cause;
      current.handled(cause);
    }
  }

  /** The connection is closed before the end of the answer: by the server if it has failed. */
  void close() {
    if (exchange == null) {
      return;
    }
    if (failure == null) {
      exchange.clientGone();
    }
    exchange.end(failure);
  }
}
