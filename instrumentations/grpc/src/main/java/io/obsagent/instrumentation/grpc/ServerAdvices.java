// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.ServerBuilder;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.WeakMap;

/** Advice for the builder that those of all transports delegate to. */
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
}
