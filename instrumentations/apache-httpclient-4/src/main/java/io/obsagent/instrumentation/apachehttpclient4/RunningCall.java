// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.telemetry.HttpClientOperation;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call on its thread. An interceptor of the application may send a request of its own
 * meanwhile; that has no operation, and must not be taken for the one that is watched.
 */
final class RunningCall {
  private static final ThreadLocal<RunningCall> CURRENT = new ThreadLocal<>();
  private static final String TUNNEL = "CONNECT";

  private final @Nullable HttpClientOperation operation;
  private final @Nullable HttpHost target;
  private final @Nullable RunningCall outer;

  private RunningCall(
      @Nullable HttpClientOperation operation,
      @Nullable HttpHost target,
      @Nullable RunningCall outer) {
    this.operation = operation;
    this.target = target;
    this.outer = outer;
  }

  /** Answers null for a call that nobody need leave. */
  static @Nullable RunningCall enter(@Nullable HttpHost target, HttpRequest request) {
    RunningCall outer = CURRENT.get();
    OutgoingRequest outgoing = OutgoingRequest.of(target, request);
    HttpClientOperation operation = HttpClientOperation.start(OutgoingRequest.READER, outgoing);
    if (operation == null && outer == null) {
      return null;
    }
    if (operation != null) {
      operation.attach();
    }
    RunningCall call = new RunningCall(operation, outgoing.target(), outer);
    CURRENT.set(call);
    return call;
  }

  void leave(int status, @Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    if (operation != null) {
      try {
        if (status > 0) {
          operation.status(status);
        }
      } finally {
        operation.finish(thrown);
      }
    }
  }

  /** Adds the current call's headers to a request on its way; null where there are none. */
  static @Nullable InjectedHeaders sending(HttpRequest request) {
    RunningCall call = CURRENT.get();
    if (call == null || call.operation == null || isTunnel(request)) {
      return null;
    }
    call.operation.sent(OutgoingRequest.READER, new OutgoingRequest(call.target, request));
    return InjectedHeaders.into(request, call.operation);
  }

  /** A request to a proxy, which is not meant for the server that the headers are for. */
  static boolean isTunnel(HttpRequest request) {
    return TUNNEL.equals(request.getRequestLine().getMethod());
  }
}
