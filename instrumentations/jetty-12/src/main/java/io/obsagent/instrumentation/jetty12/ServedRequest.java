// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.spi.telemetry.ServerExchange;
import io.opentelemetry.context.Scope;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request being served. The stream in front of Jetty's own tells it when headers and status go
 * out, and when all is done.
 */
final class ServedRequest {
  private static final ThreadLocal<ServedRequest> CURRENT = new ThreadLocal<>();
  private static final int MAX_CAUSES = 8;

  /** Of the answer; null until it is about to go out. */
  HttpFields.@Nullable Mutable headers;

  private final Response response;
  private @Nullable ServerExchange<ServedRequest> exchange;
  private @Nullable Scope scope;

  private ServedRequest(Response response) {
    this.response = response;
  }

  /** Answers null for a request not to be watched. */
  static @Nullable ServedRequest enter(Request request, Response response) {
    if (CURRENT.get() != null) {
      return null;
    }
    ServedRequest served = new ServedRequest(response);
    ServerExchange<ServedRequest> exchange =
        ServerExchange.start(JettyAdapter.INSTANCE, request, served);
    if (exchange == null) {
      return null;
    }
    served.exchange = exchange;
    try {
      request.addHttpStreamWrapper(stream -> new ServedStream(stream, served));
    } catch (RuntimeException | Error e) {
      exchange.abandon(); // nobody would end it
      throw e;
    }
    CURRENT.set(served);
    served.scope = exchange.operation().context().makeCurrent();
    return served;
  }

  /** The thread that began to handle the request goes back to the server. */
  void leave() {
    CURRENT.remove();
    if (scope != null) {
      scope.close();
    }
  }

  ServerExchange<ServedRequest> exchange() {
    ServerExchange<ServedRequest> started = exchange;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  int status() {
    return response.getStatus();
  }

  boolean isCommitted() {
    return response.isCommitted();
  }

  /** Something has failed: the application, or the connection to the client. */
  static void failed(ServerExchange<?> exchange, Throwable thrown) {
    if (isOfConnection(thrown)) {
      exchange.clientGone();
    } else {
      exchange.failed(cause(thrown));
    }
  }

  /** Jetty has exceptions of its own for a client that is gone. */
  private static boolean isOfConnection(Throwable thrown) {
    Throwable each = thrown;
    for (int i = 0; i < MAX_CAUSES && each != null; i++) {
      if (each instanceof EofException || each instanceof ClosedChannelException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  /** {@code ServletException} only wraps what a framework's handler threw. */
  private static Throwable cause(Throwable thrown) {
    Throwable found = thrown;
    for (int i = 0; i < MAX_CAUSES && found.getCause() != null; i++) {
      if (!found.getClass().getName().endsWith("ServletException")) {
        break;
      }
      found = found.getCause();
    }
    return found;
  }
}
