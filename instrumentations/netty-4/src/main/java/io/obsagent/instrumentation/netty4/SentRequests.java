// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.opentelemetry.context.Context;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** The requests that have been sent over a channel, each until the end of its answer. */
final class SentRequests {
  private final Peer peer;
  private final Waiting<SentRequest> waiting = new Waiting<>();
  private @Nullable Throwable failure;
  private boolean interim;

  SentRequests(Peer peer) {
    this.peer = peer;
  }

  /** A request is about to be encoded, in the context in which it was written. */
  void begin(HttpRequest request) {
    if (!waiting.hasRoom()) {
      return;
    }
    SentRequest sent = new SentRequest(Context.current());
    waiting.add(sent);
    boolean tunnel = request.method().equals(HttpMethod.CONNECT); // for requests, and none itself
    if (!tunnel && !peer.isSentByClientAbove()) {
      if (sent.start(OutgoingRequest.of(request, peer))) {
        HeaderLines.Source.ENCODED.set(sent);
      }
    }
  }

  @Nullable Context contextOfReading() {
    SentRequest first = waiting.first();
    return first == null ? null : first.context();
  }

  void answered(HttpResponse response) {
    int status = response.status().code();
    interim = ServedRequests.isInterim(status);
    SentRequest first = waiting.first();
    if (!interim && first != null && !response.decoderResult().isFailure()) {
      first.status(status);
    }
  }

  /** The last part of an answer has come. */
  void complete(HttpObject last) {
    if (interim) {
      interim = false;
      return;
    }
    SentRequest first = waiting.poll();
    if (first != null) {
      DecoderResult result = last.decoderResult();
      first.end(result.isFailure() ? result.cause() : null);
    }
  }

  /** Such as a time-out, after which the connection is closed. */
  void failed(Throwable cause) {
    if (waiting.first() != null) {
      failure = cause;
    }
  }

  void close() {
    for (SentRequest each : waiting) {
      each.end(failure != null ? failure : new ClosedChannelException());
    }
    waiting.clear();
    failure = null;
  }
}
