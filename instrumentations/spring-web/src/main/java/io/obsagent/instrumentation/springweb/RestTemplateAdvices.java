// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for RestTemplate. */
final class RestTemplateAdvices {
  private RestTemplateAdvices() {}

  /** A URL that was put together before has no expression left, and is no template. */
  static @Nullable Scope enter(@Nullable String template) {
    return template == null || template.indexOf('{') < 0 ? null : UrlTemplate.enter(template);
  }

  static void close(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  /** For {@code execute} of a template and what goes in it. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) @Nullable String template) {
      return RestTemplateAdvices.enter(template);
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For {@code doExecute} of a URL and the template that it was made of. */
  static final class DoExecute {
    private DoExecute() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(1) @Nullable String template) {
      return RestTemplateAdvices.enter(template);
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }
}
