// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.feign;

import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for Feign's clients. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** For {@code execute}, once for each attempt. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) @Nullable Request request) {
      RequestTemplate resolved = request == null ? null : request.requestTemplate();
      MethodMetadata method = resolved == null ? null : resolved.methodMetadata();
      return method == null ? null : UrlTemplate.enter(method.template().path());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
