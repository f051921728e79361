// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Advice for what the JDK reads when it writes a request; {@code headers} stays what it is. */
final class HeadersAdvice {
  private HeadersAdvice() {}

  @OnEnter
  static @Nullable SentRequest enter(@This HttpRequest copy) {
    return SentRequest.of(copy);
  }

  @OnExit
  static @Nullable HttpHeaders exit(
      @Token @Nullable SentRequest request, @Return @Nullable HttpHeaders own) {
    return request == null || own == null ? own : request.headers(own);
  }
}
