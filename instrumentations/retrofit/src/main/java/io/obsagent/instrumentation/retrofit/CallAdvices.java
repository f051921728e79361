// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Invocation;

/** Advice for calls. */
final class CallAdvices {
  private CallAdvices() {}

  /** For {@code execute} and {@code enqueue}, which make the request if nobody has asked for it. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable Scope enter(@This Call<?> call) {
      Invocation invocation = call.request().tag(Invocation.class);
      return invocation == null ? null : UrlTemplate.enter(Templates.of(invocation.method()));
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
