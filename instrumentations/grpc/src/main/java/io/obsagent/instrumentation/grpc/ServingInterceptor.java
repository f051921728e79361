// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.RpcCall;
import io.obsagent.spi.telemetry.RpcOperation;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A call that is served, from its headers until it is over for good, for either side. */
final class ServingInterceptor implements ServerInterceptor {
  static final ServingInterceptor INSTANCE = new ServingInterceptor();

  private static final Guard GUARD = Guard.of(ServingInterceptor.class);

  private ServingInterceptor() {}

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    RpcOperation operation = start(call, headers);
    if (operation == null) {
      return next.startCall(call, headers);
    }
    Scope scope = attach(operation);
    try {
      return new ServedListener<>(
          next.startCall(new ServedCall<>(call, operation), headers), operation);
    } catch (Throwable e) {
      threw(operation, e);
      throw e;
    } finally {
      GUARD.close(scope);
    }
  }

  private static @Nullable RpcOperation start(ServerCall<?, ?> call, Metadata headers) {
    try {
      String method = call.getMethodDescriptor().getFullMethodName();
      return RpcOperation.startServer(
          new RpcCall("grpc", method, null, -1), Headers.INSTANCE, headers);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static @Nullable Scope attach(RpcOperation operation) {
    try {
      return operation.context().makeCurrent();
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  /** What leaves the application, the server answers with {@code UNKNOWN}. */
  private static void threw(RpcOperation operation, Throwable thrown) {
    try {
      Status.Code code = Status.fromThrowable(thrown).getCode();
      close(operation, code == Status.Code.OK ? Status.Code.UNKNOWN : code);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    GUARD.end(operation, thrown);
  }

  /** By the conventions, the others are the caller's doing. */
  private static void close(RpcOperation operation, Status.Code code) {
    boolean error =
        switch (code) {
          case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
          default -> false;
        };
    operation.status(code.name(), error);
  }

  /** Sees the status that the application closes the call with. */
  private static final class ServedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final RpcOperation operation;

    ServedCall(ServerCall<Q, A> call, RpcOperation operation) {
      super(call);
      this.operation = operation;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      try {
        ServingInterceptor.close(operation, status.getCode());
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      super.close(status, trailers);
    }
  }

  /** The application's listener, in the context of the call. */
  private static final class ServedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final RpcOperation operation;

    ServedListener(ServerCall.Listener<Q> listener, RpcOperation operation) {
      super(listener);
      this.operation = operation;
    }

    @Override
    public void onMessage(Q message) {
      Scope scope = attach(operation);
      try {
        super.onMessage(message);
      } catch (Throwable e) {
        threw(operation, e);
        throw e;
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onHalfClose() {
      Scope scope = attach(operation);
      try {
        super.onHalfClose();
      } catch (Throwable e) {
        threw(operation, e);
        throw e;
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onReady() {
      Scope scope = attach(operation);
      try {
        super.onReady();
      } catch (Throwable e) {
        threw(operation, e);
        throw e;
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onCancel() {
      Scope scope = attach(operation);
      try {
        super.onCancel();
      } finally {
        GUARD.close(scope);
        cancelled();
      }
    }

    private void cancelled() {
      try {
        Status status = Contexts.statusFromCancelled(io.grpc.Context.current());
        close(operation, status == null ? Status.Code.CANCELLED : status.getCode());
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      GUARD.end(operation, null);
    }

    @Override
    public void onComplete() {
      Scope scope = attach(operation);
      try {
        super.onComplete();
      } finally {
        GUARD.close(scope);
        GUARD.end(operation, null);
      }
    }
  }
}
