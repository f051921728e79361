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
import io.obsagent.spi.telemetry.HttpClientOperation;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code proceed} of the chain, which each interceptor calls on the next link. The first
 * link starts the operation, and those within it find it running: one span covers redirects,
 * retries and the application's interceptors.
 */
final class ProceedAdvice {
  private ProceedAdvice() {}

  @OnEnter
  static @Nullable HttpClientOperation enter(
      @This Interceptor.Chain chain, @Argument(0) Request request) {
    return Calls.start(chain.call(), request);
  }

  @ReplaceArgument(0)
  static Request request(
      @Token @Nullable HttpClientOperation operation, @Argument(0) Request request) {
    if (operation == null) {
      return request;
    }
    Request.Builder builder = request.newBuilder();
    operation.inject(builder, Request.Builder::header);
    return builder.build();
  }

  @OnExit
  static void exit(
      @Token @Nullable HttpClientOperation operation,
      @Return @Nullable Response response,
      @Thrown @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    if (response != null) {
      operation.status(response.code());
    }
    operation.finish(thrown);
  }
}
