// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code proceed} of the chain, which each interceptor calls on the next link. The first
 * link starts the operation, so one span covers redirects, retries and the application's
 * interceptors.
 */
final class ProceedAdvice {
  private ProceedAdvice() {}

  @ReplaceArgument(0)
  static Request request(@This Interceptor.Chain chain, @Argument(0) Request request) {
    TracedCall running = request.tag(TracedCall.class);
    return running != null && !running.operation.ended()
        ? request
        : TracedCall.start(chain.call(), request);
  }

  @OnEnter
  static @Nullable TracedCall enter(@Argument(0) Request request) {
    TracedCall call = request.tag(TracedCall.class);
    if (call == null || !call.enter()) {
      return null;
    }
    call.operation.attach();
    return call;
  }

  @OnExit
  static void exit(
      @Token @Nullable TracedCall call,
      @Return @Nullable Response response,
      @Thrown @Nullable Throwable thrown) {
    if (call == null) {
      return;
    }
    if (response != null) {
      call.operation.status(response.code());
    }
    call.operation.finish(thrown);
  }
}
