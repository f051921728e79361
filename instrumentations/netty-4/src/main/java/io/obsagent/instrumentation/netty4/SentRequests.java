// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.opentelemetry.context.Context;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** The requests that have been sent over a channel, each until the end of its answer. */
final class SentRequests {
  private final HttpChannel channel;
  private final Waiting<SentRequest> waiting = new Waiting<>();
  private @Nullable Throwable failure;
  private boolean interim;

  SentRequests(HttpChannel channel) {
    this.channel = channel;
  }

  /** A request is about to be encoded, in the context in which it was written. */
  void begin(HttpRequest request) {
    if (!waiting.hasRoom()) {
      return;
    }
    SentRequest sent = new SentRequest(Context.current());
    waiting.add(sent);
    boolean tunnel = request.method().equals(HttpMethod.CONNECT); // for requests, and none itself
    if (!tunnel && !channel.isSentByClientAbove()) {
      sent.start(OutgoingRequest.of(request, channel));
    }
  }

  @Nullable Context contextOfReading() {
    SentRequest first = waiting.first();
    return first == null ? null : first.context();
  }

  void answered(HttpResponse response) {
    interim = ServedRequests.isInterim(response);
    SentRequest first = waiting.first();
    if (!interim && first != null && !response.decoderResult().isFailure()) {
      first.status(response.status().code());
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

  /** A request, which goes out with the headers of its operation. */
  private static final class SentRequest implements HeaderLines.Source {
    private final Context caller;
    private @Nullable HttpClientOperation operation;

    SentRequest(Context caller) {
      this.caller = caller;
    }

    void start(OutgoingRequest request) {
      operation = HttpClientOperation.start(OutgoingRequest.Reader.INSTANCE, request);
      if (operation != null) {
        ENCODED.set(this);
      }
    }

    /** What the answer is received in; null where a client above takes care of that. */
    @Nullable Context context() {
      return operation == null ? null : caller;
    }

    void status(int code) {
      if (operation != null) {
        operation.status(code);
      }
    }

    void end(@Nullable Throwable error) {
      if (operation != null) {
        operation.end(error);
      }
    }

    @Override
    public void writeTo(HeaderLines headers) {
      if (operation != null) {
        operation.inject(headers, HeaderLines.Setter.INSTANCE);
      }
    }
  }
}
