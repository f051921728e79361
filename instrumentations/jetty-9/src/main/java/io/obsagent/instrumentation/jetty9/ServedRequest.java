// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.instrumentation.shared.servlet.ServletErrors;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request being served, kept by its channel until Jetty has completed it. Steps of one request
 * may overlap where a thread leaves while the next one begins, so each has a scope of its own.
 */
final class ServedRequest {
  private static final WeakMap<HttpChannel, ServedRequest> SERVED = new WeakMap<>();
  private static final String ASYNC_CONTEXT = "org.eclipse.jetty.server.AsyncContextState";

  /** It knows the response weakly, for that leads to the channel. */
  private final ServerExchange<WeakReference<Response>> exchange;

  private volatile boolean aborted;

  private ServedRequest(ServerExchange<WeakReference<Response>> exchange) {
    this.exchange = exchange;
  }

  /** The request that a channel serves, or null for none that is watched. */
  static @Nullable ServedRequest of(HttpChannel channel) {
    return SERVED.get(channel);
  }

  /** Answers null for a request not to be watched. */
  static @Nullable ServedRequest start(HttpChannel channel) {
    Request request = channel.getRequest();
    if (!request.hasMetaData()) {
      return null;
    }
    ServerExchange<WeakReference<Response>> exchange =
        ServerExchange.start(
            JettyAdapter.INSTANCE, request, new WeakReference<>(channel.getResponse()));
    if (exchange == null) {
      return null;
    }
    ServedRequest served = new ServedRequest(exchange);
    SERVED.put(channel, served);
    return served;
  }

  ServerExchange<WeakReference<Response>> exchange() {
    return exchange;
  }

  Scope makeCurrent() {
    return exchange.operation().context().makeCurrent();
  }

  /** An exception has left the application, or the answer cannot be completed. */
  void failed(HttpChannel channel, Throwable thrown) {
    if (ServletErrors.isCausedBy(thrown, EofException.class) && isGone(channel)) {
      exchange.clientGone();
    } else {
      exchange.failed(ServletErrors.cause(thrown, ASYNC_CONTEXT));
    }
  }

  /** What has gone out of the answer cannot be completed. */
  void aborted(HttpChannel channel, Throwable thrown) {
    aborted = true;
    if (ServletErrors.isCausedBy(thrown, EofException.class)
        || ServletErrors.isCausedBy(thrown, ClosedChannelException.class)) {
      exchange.clientGone();
    } else {
      failed(channel, thrown);
    }
  }

  /**
   * Whether a channel that has ended a step will not complete its request: to abort it closes the
   * connection, and when that is closed while the channel sends the answer's end, Jetty 10 loses
   * the request without a word.
   */
  boolean isLost(HttpChannel channel) {
    return aborted && !channel.getEndPoint().isOpen() && !channel.getRequest().isAsyncStarted();
  }

  /** A connection to another server may end, too. Of a multiplexed one, the end point stays. */
  private static boolean isGone(HttpChannel channel) {
    EndPoint endPoint = channel.getEndPoint();
    return !endPoint.isOpen()
        || endPoint.isInputShutdown()
        || !channel.getRequest().getProtocol().startsWith("HTTP/1.");
  }

  /**
   * The channel is done with the request.
   *
   * @param thrown what came out of the channel, or null
   */
  void end(HttpChannel channel, @Nullable Throwable thrown) {
    if (SERVED.remove(channel, this)) {
      exchange.end(thrown);
    }
  }
}
