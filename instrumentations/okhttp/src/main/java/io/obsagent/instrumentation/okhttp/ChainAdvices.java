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
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Advice for the chain of interceptors that a call goes through, and for the codec at its end. */
final class ChainAdvices {
  private ChainAdvices() {}

  /**
   * Advice for {@code getResponseWithInterceptorChain}: one span covers redirects, retries and the
   * application's interceptors.
   */
  static final class Run {
    private Run() {}

    @OnEnter
    static @Nullable RunningCall enter(@This Call call) {
      return RunningCall.enter(call);
    }

    @OnExit
    static void exit(
        @Token @Nullable RunningCall call,
        @Return @Nullable Response response,
        @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.leave(response, thrown);
      }
    }
  }

  /**
   * Advice for {@code writeRequestHeaders}: all interceptors have run. What the request gets here
   * is not in the one that the application finds in its response.
   */
  static final class Send {
    private Send() {}

    @ReplaceArgument(0)
    static Request request(@Argument(0) Request request) {
      return RunningCall.send(request);
    }
  }
}
