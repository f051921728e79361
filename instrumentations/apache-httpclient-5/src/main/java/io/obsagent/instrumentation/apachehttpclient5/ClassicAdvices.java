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

/** Advice for the classic client and its connections. */
final class ClassicAdvices {
  private ClassicAdvices() {}

  /** Advice for the blocking {@code doExecute}: one span over redirects and retries. */
  static final class Execute {
    private Execute() {}

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

  /**
   * Advice for a connection's {@code sendRequestHeader}: interceptors have run, so this is what
   * goes out. The request may be the application's own, which it may send again or from another
   * thread's call: our headers are there while it is written only.
   */
  static final class SendHeader {
    private SendHeader() {}

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
}
