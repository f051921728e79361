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
      failed(operation, e);
      throw e;
    } finally {
      GUARD.close(scope);
    }
  }

  private static @org.jspecify.annotations.Nullable RpcOperation start(
      ServerCall<?, ?> call, Metadata headers) {
    try {
      String method = call.getMethodDescriptor().getFullMethodName();
      return RpcOperation.startServer(
          new RpcCall("grpc", method, null, -1), Headers.INSTANCE, headers);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }
