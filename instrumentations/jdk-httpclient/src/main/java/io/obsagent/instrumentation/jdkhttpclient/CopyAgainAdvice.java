// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Advice for the constructor of the request that follows a redirect, or brings credentials. */
final class CopyAgainAdvice {
  private CopyAgainAdvice() {}

  @OnEnter
  static @Nullable SentRequest enter(@Argument(2) HttpRequest from) {
    return SentRequest.of(from);
  }

  @OnExit
  static void exit(@This HttpRequest copy, @Token @Nullable SentRequest from) {
    SentRequest.copiedAgain(from, copy);
  }
}
