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
import io.obsagent.spi.telemetry.HttpClientOperation;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Advice for the chain of interceptors, which each of them calls on the next link. */
final class ChainAdvices {
  private ChainAdvices() {}

  /**
   * Advice for {@code proceed} of the chain, which each interceptor calls on the next link. The
   * first link starts the operation, and those within it find it running: one span covers
   * redirects, retries and the application's interceptors. Those that have a connection bring the
   * request as it goes out; what it gets there is not in the request that the application finds in
   * its response.
   */
  static final class Proceed {
    private Proceed() {}

    @OnEnter
    static @Nullable First enter(@This Interceptor.Chain chain, @Argument(0) Request request) {
      if (chain.connection() != null) {
        return null;
      }
      Call call = chain.call();
      HttpClientOperation operation = Calls.start(call, request);
      return operation == null ? null : new First(call, operation);
    }

    @ReplaceArgument(0)
    static Request request(@This Interceptor.Chain chain, @Argument(0) Request request) {
      return chain.connection() == null ? request : Calls.send(chain.call(), request);
    }

    @OnExit
    static void exit(
        @Token @Nullable First link,
        @Return @Nullable Response response,
        @Thrown @Nullable Throwable thrown) {
      if (link == null) {
        return;
      }
      try {
        if (response != null) {
          link.operation.status(response.code());
        }
      } finally {
        Calls.end(link.call, link.operation, thrown);
      }
    }

    /** The first link of a chain, with the operation that it started. */
    private record First(Call call, HttpClientOperation operation) {}
  }

  /** Advice for {@code proceed} of OkHttp 4.0 to 4.2, which is given a connection's exchange. */
  static final class ProceedWithExchange {
    private ProceedWithExchange() {}

    @ReplaceArgument(0)
    static Request request(
        @This Interceptor.Chain chain,
        @Argument(0) Request request,
        @Argument(2) @Nullable Object exchange) {
      return exchange == null ? request : Calls.send(chain.call(), request);
    }
  }
}
