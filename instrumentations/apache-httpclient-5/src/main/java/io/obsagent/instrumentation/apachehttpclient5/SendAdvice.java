// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Advice for a connection's {@code sendRequestHeader}: interceptors have run, so this is what goes
 * out. The request may be the application's own, which it may send again or from another thread's
 * call: our headers are there while it is written only.
 */
final class SendAdvice {
  private SendAdvice() {}

  @OnEnter
  static @Nullable InjectedHeaders enter(@Argument(0) @Nullable ClassicHttpRequest request) {
    return request == null ? null : ClassicCall.sending(request);
  }

  @OnExit
  static void exit(@Token @Nullable InjectedHeaders headers) {
    if (headers != null) {
      headers.restore();
    }
  }
}
