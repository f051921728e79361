// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.telemetry.HttpServerOperation;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request being served, kept as a note of Coyote's request until it is done. Tomcat uses its
 * requests again, and keeps their notes: who ends an exchange takes its note away.
 */
final class Exchange {
  /** The last of the 32; Tomcat itself uses the first few. */
  private static final int NOTE = 31;

  /** Where Coyote's request keeps Catalina's, {@code CoyoteAdapter.ADAPTER_NOTES}. */
  private static final int ADAPTER_NOTE = 1;

  final HttpServerOperation operation;
  private final Request request;
  private boolean routed;
  private @Nullable Throwable error;

  private Exchange(Request request, HttpServerOperation operation) {
    this.request = request;
    this.operation = operation;
  }

  static @Nullable Exchange start(Request request) {
    abandon(request);
    HttpServerOperation operation =
        HttpServerOperation.start(TomcatRequestReader.INSTANCE, request);
    if (operation == null) {
      return null;
    }
    Exchange exchange = new Exchange(request, operation);
    request.setNote(NOTE, exchange);
    return exchange;
  }

  static @Nullable Exchange of(Request request) {
    return (Exchange) request.getNote(NOTE);
  }

  /** Ends what Tomcat gave up, e.g. an asynchronous request whose connection went away. */
  static void abandon(Request request) {
    Exchange exchange = of(request);
    if (exchange != null) {
      exchange.end(null);
    }
  }

  /** To be called when a container thread leaves the request: ends it unless it went async. */
  void leave(@Nullable Throwable thrown) {
    operation.detach();
    if (thrown != null || !isAsync()) {
      end(thrown);
    }
  }

  /** Answers whether the caller is the first to ask: a later dispatch keeps the route. */
  boolean claimRoute() {
    boolean first = !routed;
    routed = true;
    return first;
  }

  void failed(Throwable cause) {
    error = cause;
  }

  /** Catalina's request drops its asynchronous context when it is recycled, thus when done. */
  private boolean isAsync() {
    return request.getNote(ADAPTER_NOTE)
            instanceof org.apache.catalina.connector.Request catalinaRequest
        && catalinaRequest.getAsyncContextInternal() != null;
  }

  private void end(@Nullable Throwable thrown) {
    request.setNote(NOTE, null);
    boolean failedUnanswered = thrown != null && !request.getResponse().isCommitted();
    operation.status(failedUnanswered ? 500 : request.getResponse().getStatus());
    operation.end(thrown != null ? thrown : error);
  }
}
