// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;

/** Advice for the client. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** For {@code singleRequest}, in both of the library's languages. */
  static final class SingleRequest {
    private SingleRequest() {}

    @OnEnter
    static @Nullable SentRequest enter(@Argument(0) @Nullable HttpRequest request) {
      return request == null ? null : SentRequest.start(request);
    }

    @ReplaceArgument(0)
    static @Nullable HttpRequest request(
        @Token @Nullable SentRequest sent, @Argument(0) @Nullable HttpRequest request) {
      return sent == null ? request : sent.request();
    }

    @OnExit
    static @Nullable Future<Object> exit(
        @Token @Nullable SentRequest sent,
        @Return @Nullable Future<Object> response,
        @Thrown @Nullable Throwable thrown) {
      return sent == null ? response : sent.leave(response, thrown);
    }
  }
}
