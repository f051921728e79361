// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import io.obsagent.instrumentation.shared.search.SearchCall;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.jspecify.annotations.Nullable;

/** Advice for the client above Apache's HTTP client 4. */
final class RestAdvices {
  private static final Guard GUARD = Guard.of(RestAdvices.class);

  private RestAdvices() {}

  /** Advice for {@code performRequest}: the thread waits for the answer. */
  static final class Call {
    private Call() {}

    @OnEnter
    static @Nullable SearchCall enter(@Argument(0) Request request) {
      return SearchCall.begin(
          ElasticsearchModule.SYSTEM, request.getMethod(), request.getEndpoint());
    }

    @OnExit
    static void exit(
        @Token @Nullable SearchCall call,
        @Return @Nullable Response response,
        @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.detach();
        call.end(response, thrown);
      }
    }
  }

  /** Advice for {@code performRequestAsync}: a listener gets the answer, and any failure. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static @Nullable SearchCall enter(@Argument(0) Request request) {
      return SearchCall.begin(
          ElasticsearchModule.SYSTEM, request.getMethod(), request.getEndpoint());
    }

    @ReplaceArgument(1)
    static @Nullable ResponseListener listener(
        @Token @Nullable SearchCall call, @Argument(1) @Nullable ResponseListener listener) {
      return call == null || listener == null ? listener : new Ending(listener, call);
    }

    @OnExit
    static void exit(@Token @Nullable SearchCall call, @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.detach();
        if (thrown != null) {
          call.end(null, thrown);
        }
      }
    }
  }

  /** The application's listener, in the context of who called. */
  private record Ending(ResponseListener listener, SearchCall call) implements ResponseListener {
    @Override
    public void onSuccess(Response response) {
      end(response, null);
      Scope scope = GUARD.attach(call.caller());
      try {
        listener.onSuccess(response);
      } finally {
        GUARD.close(scope);
      }
    }

    @Override
    public void onFailure(Exception failure) {
      end(null, failure);
      Scope scope = GUARD.attach(call.caller());
      try {
        listener.onFailure(failure);
      } finally {
        GUARD.close(scope);
      }
    }

    private void end(@Nullable Response response, @Nullable Exception failure) {
      try {
        call.end(response, failure);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
