// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Advice for the blocking {@code doExecute}: one span over redirects and retries. */
final class ClassicAdvice {
  private ClassicAdvice() {}

  @OnEnter
  static @Nullable ClassicCall enter(
      @Argument(0) @Nullable HttpHost target, @Argument(1) ClassicHttpRequest request) {
    return ClassicCall.enter(target, request);
  }

  @OnExit
  static void exit(
      @Token @Nullable ClassicCall call,
      @Return @Nullable HttpResponse response,
      @Thrown @Nullable Throwable thrown) {
    if (call != null) {
      call.leave(response == null ? 0 : response.getCode(), thrown);
    }
  }
}
