// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import org.jspecify.annotations.Nullable;

/** Calls of methods that the server has not: no interceptor is asked. Their names are anybody's. */
final class UnknownMethods extends ServerStreamTracer.Factory {
  static final UnknownMethods INSTANCE = new UnknownMethods();

  private static final Guard GUARD = Guard.of(UnknownMethods.class);
  private static final RpcCall UNKNOWN = new RpcCall("grpc", "_OTHER", null, -1);

  private UnknownMethods() {}

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Tracer(headers);
  }

  /** Knows by the end whether a method was found. */
  private static final class Tracer extends ServerStreamTracer {
    private volatile @Nullable Metadata headers;

    Tracer(Metadata headers) {
      this.headers = headers;
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      headers = null;
    }

    @Override
    public void streamClosed(Status status) {
      Metadata unanswered = headers;
      headers = null;
      if (unanswered != null && status.getCode() == Status.Code.UNIMPLEMENTED) {
        try {
          RpcOperation operation = RpcOperation.startServer(UNKNOWN, Headers.INSTANCE, unanswered);
          if (operation != null) {
            operation.status(status.getCode().name(), true);
            operation.end(null);
          }
        } catch (Throwable e) {
          GUARD.caught(e);
        }
      }
    }
  }
}
