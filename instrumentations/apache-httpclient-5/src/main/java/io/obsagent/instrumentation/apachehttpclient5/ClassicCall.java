// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.telemetry.HttpClientOperation;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call on its thread. An interceptor of the application may send a request of its own
 * meanwhile; that has no operation, and must not be taken for the one that is watched.
 */
final class ClassicCall {
  private static final ThreadLocal<ClassicCall> CURRENT = new ThreadLocal<>();
  private static final String TUNNEL = "CONNECT";

  private final @Nullable HttpClientOperation operation;
  private final @Nullable ClassicCall outer;

  private ClassicCall(@Nullable HttpClientOperation operation, @Nullable ClassicCall outer) {
    this.operation = operation;
    this.outer = outer;
  }

  /** Answers null for a call that nobody need leave. */
  static @Nullable ClassicCall enter(@Nullable HttpHost target, ClassicHttpRequest request) {
    ClassicCall outer = CURRENT.get();
    HttpClientOperation operation = OutgoingRequest.start(target, request);
    if (operation == null && outer == null) {
      return null;
    }
    if (operation != null) {
      operation.attach();
    }
    ClassicCall call = new ClassicCall(operation, outer);
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
  static @Nullable InjectedHeaders sending(ClassicHttpRequest request) {
    ClassicCall call = CURRENT.get();
    if (call == null || call.operation == null || TUNNEL.equals(request.getMethod())) {
      return null;
    }
    if (request.getAuthority() != null) {
      call.operation.sent(OutgoingRequest.READER, new OutgoingRequest(null, request));
    }
    return InjectedHeaders.into(request, call.operation);
  }
}
