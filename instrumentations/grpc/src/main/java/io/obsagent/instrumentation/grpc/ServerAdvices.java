// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.WeakMap;

/** Advice for servers: the builder that those of all transports delegate to, and Armeria's own. */
final class ServerAdvices {
  private static final WeakMap<ServerBuilder<?>, Boolean> SEEN = new WeakMap<>();

  private ServerAdvices() {}

  /** For {@code build}: what is added last comes first, before the application's interceptors. */
  static final class Build {
    private Build() {}

    @OnEnter
    static void enter(@This ServerBuilder<?> builder) {
      if (SEEN.get(builder) == null) {
        SEEN.put(builder, true);
        builder.intercept(ServingInterceptor.INSTANCE);
        builder.addStreamTracerFactory(UnknownMethods.INSTANCE);
      }
    }
  }

  /**
   * For {@code startCall} of Armeria's service, which has a method and its first interceptor. What
   * comes in other messages than gRPC's is a request of HTTP, which has its span.
   */
  static final class StartCall {
    private StartCall() {}

    @ReplaceArgument(0)
    static ServerMethodDefinition<?, ?> method(@Argument(0) ServerMethodDefinition<?, ?> method) {
      return HttpServerOperation.current() == null ? intercepted(method) : method;
    }

    private static <Q, A> ServerMethodDefinition<Q, A> intercepted(
        ServerMethodDefinition<Q, A> method) {
      return method.withServerCallHandler(new Intercepted<>(method.getServerCallHandler()));
    }
  }

  private record Intercepted<Q, A>(ServerCallHandler<Q, A> handler)
      implements ServerCallHandler<Q, A> {
    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata headers) {
      return ServingInterceptor.INSTANCE.interceptCall(call, headers, handler);
    }
  }
}
