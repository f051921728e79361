// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.http.cio.Request;
import io.ktor.server.cio.CIOApplicationCall;
import io.ktor.server.cio.CIOApplicationResponse;
import io.ktor.server.cio.backend.ServerRequestScope;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import org.jspecify.annotations.Nullable;

/** Advice for the engine CIO. */
final class CioAdvices {
  private CioAdvices() {}

  /**
   * Advice for {@code handleRequest}, which hands the request over to another dispatcher, and is
   * told of its end by its continuation. That is given the request's context, so all that is made
   * within has it.
   */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static @Nullable CioExchange enter(
        @Argument(0) @Nullable ServerRequestScope scope, @Argument(1) @Nullable Request request) {
      return scope == null || request == null ? null : CioExchange.start(scope, request);
    }

    @ReplaceArgument(2)
    static @Nullable Continuation<Object> continuation(
        @Token @Nullable CioExchange exchange, @Argument(2) @Nullable Continuation<Object> own) {
      return exchange == null || own == null ? own : new RequestContinuation(own, exchange);
    }

    @OnExit
    static void exit(
        @Token @Nullable CioExchange exchange,
        @Return @Nullable Object result,
        @Thrown @Nullable Throwable thrown) {
      if (exchange != null && (thrown != null || result != IntrinsicsKt.getCOROUTINE_SUSPENDED())) {
        exchange.end(thrown);
      }
    }
  }

  /** Advice for the constructor of a call, which makes the response. */
  static final class NewCall {
    private NewCall() {}

    @OnEnter
    static @Nullable CioExchange enter(@Argument(1) @Nullable Request request) {
      return request == null ? null : CioExchange.take(request);
    }

    @OnExit
    static void exit(@This CIOApplicationCall call, @Token @Nullable CioExchange exchange) {
      if (exchange != null) {
        exchange.answeredBy(call);
      }
    }
  }

  /** Advice for {@code sendResponseMessage}, which writes status and headers. */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@This CIOApplicationResponse response) {
      CioExchange exchange = CioExchange.of(response);
      if (exchange != null) {
        exchange.beforeCommit();
      }
    }
  }
}
