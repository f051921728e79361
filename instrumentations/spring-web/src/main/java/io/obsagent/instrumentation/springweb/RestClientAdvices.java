// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for what RestClient collects of a request. */
final class RestClientAdvices {
  private static final WeakMap<Object, String> TEMPLATES = new WeakMap<>();

  private RestClientAdvices() {}

  /** For {@code uri} of a template and what goes in it. */
  static final class Uri {
    private Uri() {}

    @OnEnter
    static void enter(@This Object request, @Argument(0) @Nullable String template) {
      if (template != null) {
        TEMPLATES.put(request, template);
      }
    }
  }

  /** For {@code exchangeInternal}, which sends the request. */
  static final class Exchange {
    private Exchange() {}

    @OnEnter
    static @Nullable Scope enter(@This Object request) {
      return RestTemplateAdvices.enter(TEMPLATES.remove(request));
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      RestTemplateAdvices.close(scope);
    }
  }
}
