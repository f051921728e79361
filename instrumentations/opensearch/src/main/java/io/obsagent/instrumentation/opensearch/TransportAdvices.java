// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opensearch;

import io.obsagent.instrumentation.shared.search.SearchCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.transport.Endpoint;

/** Advice for the Java client's own transport. */
final class TransportAdvices {
  private TransportAdvices() {}

  /** Advice for {@code performRequestAsync}, which the waiting method calls, too. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    @SuppressWarnings({"unchecked", "rawtypes"}) // The endpoint belongs to the request.
    static @Nullable SearchCall enter(
        @Argument(0) @Nullable Object request, @Argument(1) Endpoint endpoint) {
      return SearchCall.begin(
          OpenSearchModule.SYSTEM,
          (String) endpoint.method(request),
          (String) endpoint.requestUrl(request));
    }

    @OnExit
    static void exit(
        @Token @Nullable SearchCall call,
        @Return @Nullable CompletableFuture<?> answer,
        @Thrown @Nullable Throwable thrown) {
      if (call == null) {
        return;
      }
      call.detach();
      if (answer == null) {
        call.end(null, thrown);
      } else {
        call.endWith(answer);
      }
    }
  }
}
