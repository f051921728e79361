// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Advice for {@code proceed} of OkHttp 4.0 to 4.2, which is given a connection's exchange. */
final class ExchangeAdvice {
  private ExchangeAdvice() {}

  @ReplaceArgument(0)
  static Request request(
      @This Interceptor.Chain chain,
      @Argument(0) Request request,
      @Argument(2) @Nullable Object exchange) {
    return exchange == null ? request : Calls.send(chain.call(), request);
  }
}
