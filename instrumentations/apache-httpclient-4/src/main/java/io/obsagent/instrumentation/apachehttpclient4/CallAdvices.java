// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Advice for a call as a whole, and for each request that goes out for it. */
final class CallAdvices {
  private CallAdvices() {}

  /** For {@code doExecute}: one span over redirects and retries. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable RunningCall enter(
        @Argument(0) @Nullable HttpHost target, @Argument(1) @Nullable HttpRequest request) {
      return request == null ? null : RunningCall.enter(target, request);
    }

    @OnExit
    static void exit(
        @Token @Nullable RunningCall call,
        @Return @Nullable HttpResponse response,
        @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.leave(response == null ? 0 : response.getStatusLine().getStatusCode(), thrown);
      }
    }
  }

  /**
   * For a connection's {@code sendRequestHeader}: interceptors have run, so this is what goes out.
   * The request may be the application's own, which it may send again or from another thread's
   * call: our headers are there while it is written only.
   */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable InjectedHeaders enter(@Argument(0) @Nullable HttpRequest request) {
      return request == null ? null : RunningCall.sending(request);
    }

    @OnExit
    static void exit(@Token @Nullable InjectedHeaders headers) {
      if (headers != null) {
        headers.restore();
      }
    }
  }
}
