// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.handler.ClientExecutionParams;

/** Advice for what every client hands its calls to. */
final class HandlerAdvices {
  private HandlerAdvices() {}

  /** A client is built. */
  static final class Create {
    @OnEnter
    static SdkClientConfiguration enter(@Argument(0) SdkClientConfiguration configuration) {
      return configuration;
    }

    @OnExit
    static void exit(
        @This Object handler,
        @Token @Nullable SdkClientConfiguration configuration,
        @Thrown @Nullable Throwable thrown) {
      if (configuration != null && thrown == null) {
        Service.OF_HANDLERS.put(handler, Service.of(configuration));
      }
    }
  }

  /** A call; of asynchronous clients its future comes back. */
  static final class Execute {
    @OnEnter
    static @Nullable ServiceCall enter(
        @This Object handler, @Argument(0) ClientExecutionParams<?, ?> params) {
      return ServiceCall.begin(handler, params);
    }

    @OnExit
    static void exit(
        @Token @Nullable ServiceCall call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      if (call == null) {
        return;
      }
      call.detach();
      if (returned instanceof CompletableFuture<?> future) {
        call.endWith(future);
      } else {
        call.end(thrown);
      }
    }
  }
}
