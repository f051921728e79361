// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** Advice for WebClient. */
final class ClientAdvices {
  private static final String TEMPLATE =
      "org.springframework.web.reactive.function.client.WebClient.uriTemplate";

  private ClientAdvices() {}

  /**
   * For {@code exchange}, below the application's filters. A URL that was put together before has
   * no expression left, and is no template.
   */
  static final class Exchange {
    private Exchange() {}

    @OnEnter
    static @Nullable String enter(@Argument(0) @Nullable ClientRequest request) {
      return request != null
              && request.attributes().get(TEMPLATE) instanceof String template
              && template.indexOf('{') >= 0
          ? template
          : null;
    }

    @OnExit
    static @Nullable Mono<ClientResponse> exit(
        @Token @Nullable String template, @Return @Nullable Mono<ClientResponse> exchange) {
      return template == null || exchange == null
          ? exchange
          : new TemplatedExchange(exchange, template);
    }
  }

  /** An exchange whose request is made, each time it is subscribed to, with its template known. */
  private static final class TemplatedExchange
      extends MonoOperator<ClientResponse, ClientResponse> {
    private static final Guard GUARD = Guard.of(TemplatedExchange.class);

    private final String template;

    TemplatedExchange(Mono<ClientResponse> exchange, String template) {
      super(exchange);
      this.template = template;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
      Scope scope = enter();
      try {
        source.subscribe(actual);
      } finally {
        GUARD.close(scope);
      }
    }

    private @Nullable Scope enter() {
      try {
        return UrlTemplate.enter(template);
      } catch (Throwable e) {
        GUARD.caught(e);
        return null;
      }
    }
  }
}
