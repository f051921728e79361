// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.instrumentation.shared.servlet.ServletErrors;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange being served, as an attachment of Undertow's own. It ends when request and answer are
 * complete, which Undertow tells on whichever thread.
 */
final class ServedExchange {
  private static final AttachmentKey<ServedExchange> KEY =
      AttachmentKey.create(ServedExchange.class);

  private static final String ASYNC_CONTEXT = "io.undertow.servlet.spec.AsyncContextImpl";

  final ServerExchange<HttpServerExchange> exchange;

  /** Whether the request came to a handler of files, which has no path of its own. */
  boolean isForFiles;

  private ServedExchange(ServerExchange<HttpServerExchange> exchange) {
    this.exchange = exchange;
  }

  static @Nullable ServedExchange of(HttpServerExchange exchange) {
    return exchange.getAttachment(KEY);
  }

  /** Answers null for a request not to be watched. */
  static @Nullable ServedExchange start(HttpServerExchange request) {
    ServerExchange<HttpServerExchange> exchange =
        ServerExchange.start(UndertowAdapter.INSTANCE, request, request);
    if (exchange == null) {
      return null;
    }
    ServedExchange served = new ServedExchange(exchange);
    request.putAttachment(KEY, served);
    request.addExchangeCompleteListener(Completion.LISTENER);
    return served;
  }

  /** Request and answer are complete. */
  private void complete(HttpServerExchange request) {
    try {
      tell(request);
    } finally {
      exchange.end(null);
    }
  }

  private void tell(HttpServerExchange request) {
    String route = route(request);
    if (route != null) {
      exchange.operation().route(RouteSource.CONTAINER, route); // none if empty, or if named
    }
    Throwable thrown = request.getAttachment(DefaultResponseListener.EXCEPTION);
    if (thrown != null) {
      failed(exchange, request, thrown);
    }
  }

  /** An exception has left a handler or a servlet. */
  static void failed(ServerExchange<?> exchange, HttpServerExchange request, Throwable thrown) {
    boolean isOfConnection = ServletErrors.isCausedBy(thrown, IOException.class);
    if (isOfConnection && !request.getConnection().isOpen()) {
      exchange.clientGone(); // Undertow closes a connection that fails
    } else {
      exchange.failed(ServletErrors.cause(thrown, ASYNC_CONTEXT));
    }
  }

  /**
   * The prefixes that path handlers have taken off the path, and the template of the rest. Of what
   * was not found below a prefix, nobody knew the path.
   */
  private @Nullable String route(HttpServerExchange request) {
    PathTemplateMatch match = request.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    String resolved = request.getResolvedPath();
    if (match != null) {
      return resolved + match.getMatchedTemplate();
    }
    if (request.getStatusCode() == StatusCodes.NOT_FOUND && !request.getRelativePath().isEmpty()) {
      return null;
    }
    return isForFiles ? resolved + "/*" : resolved;
  }

  /** What Undertow calls. */
  private enum Completion implements ExchangeCompletionListener {
    LISTENER;

    private static final Guard GUARD = Guard.of(ServedExchange.class);

    @Override
    public void exchangeEvent(HttpServerExchange request, NextListener next) {
      try {
        ServedExchange served = of(request);
        if (served != null) {
          served.complete(request);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      next.proceed();
    }
  }
}
