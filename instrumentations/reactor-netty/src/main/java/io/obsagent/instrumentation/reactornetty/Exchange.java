// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.netty.handler.codec.http.HttpHeaders;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;

/**
 * A request and its answer, over as many connections as it takes. Its thread is that of the
 * connection, except for who subscribes and cancels.
 */
final class Exchange {
  private static final Object KEY = Exchange.class;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Context caller = Context.current();
  private volatile @Nullable HttpClientOperation operation;
  private volatile boolean answered;
  private @Nullable InjectedHeaders injected;

  /** The exchange that a connection works for; null where it is a server's, or done. */
  static @Nullable Exchange of(ChannelOperations<?, ?> operations) {
    return operations.currentContext().getOrDefault(KEY, null);
  }

  /** The subscriber's context, with this in it; takes the place of an exchange around. */
  reactor.util.context.Context in(reactor.util.context.Context context) {
    return context.put(KEY, this);
  }

  /** The context of who subscribed. */
  Context caller() {
    return caller;
  }

  void start(OutgoingRequest request) {
    operation = HttpClientOperation.start(OutgoingRequest.Reader.INSTANCE, request);
  }

  /**
   * The request is about to go out, for the first time or another; answers whether it is watched.
   */
  boolean send(HttpClientRequest request) {
    HttpClientOperation running = operation;
    if (running == null) {
      return false;
    }
    OutgoingRequest outgoing = OutgoingRequest.of(request);
    if (outgoing != null) {
      running.sent(OutgoingRequest.Reader.INSTANCE, outgoing);
    }
    HttpHeaders headers = request.requestHeaders();
    injected = InjectedHeaders.into(headers, running);
    return true;
  }

  /** The request has gone out: it is the application's own again. */
  void sent() {
    InjectedHeaders headers = injected;
    if (headers != null) {
      injected = null;
      headers.restore();
    }
  }

  /** The head of the answer that the application gets. */
  void answered(int status) {
    HttpClientOperation running = operation;
    if (running != null) {
      running.status(status);
    }
    answered = true;
    if (status == SWITCHING_PROTOCOLS) {
      end(null);
    }
  }

  /** The end of an answer, unless it is one that leads to another request. */
  void endOfAnswer(@Nullable Throwable failure) {
    if (answered) {
      end(failure);
    }
  }

  /** Nobody waits for the head of the answer any more. */
  void cancel() {
    if (!answered) {
      end(new CancellationException("cancelled"));
    }
  }

  void end(@Nullable Throwable failure) {
    HttpClientOperation running = operation;
    if (running != null) {
      running.end(failure);
    }
  }
}
