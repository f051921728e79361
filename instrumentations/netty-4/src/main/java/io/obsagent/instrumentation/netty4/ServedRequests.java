// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The requests of a channel that are being served, each from its head to the end of its answer. */
final class ServedRequests {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int SUCCESS = 200;

  private final HttpChannel channel;
  private final Waiting<ServedRequest> waiting = new Waiting<>();
  private @Nullable ServedRequest reading;
  private boolean interim;

  ServedRequests(HttpChannel channel) {
    this.channel = channel;
  }

  /** Whether a message is of HTTP, and not of a protocol that is made of the same messages. */
  private static boolean isHttp(HttpRequest request) {
    return "HTTP".equals(request.protocolVersion().protocolName());
  }

  /** Whether a response is only news of one to come, such as {@code 100 Continue}. */
  static boolean isInterim(HttpResponse response) {
    int status = response.status().code();
    return status < SUCCESS && status != SWITCHING_PROTOCOLS;
  }

  /** Whether the client has gone while it asked: newer versions tell the pipeline so. */
  private static boolean isCutOff(HttpRequest request) {
    return request.decoderResult().cause() instanceof PrematureChannelClosureException;
  }

  void begin(HttpRequest request) {
    reading = null;
    if (isHttp(request) && waiting.hasRoom()) {
      ServedRequest served = new ServedRequest(channel);
      waiting.add(served);
      reading = served;
      if (!isCutOff(request)) {
        served.start(request);
      }
    }
  }

  @Nullable Context contextOfReading() {
    return reading == null ? null : reading.context();
  }

  void answer(HttpResponse response) {
    interim = isInterim(response);
    ServedRequest first = waiting.first();
    if (!interim && first != null) {
      first.answer(response);
    }
  }

  /** The last part of an answer is on its way. */
  void answered() {
    if (interim) {
      interim = false;
      return;
    }
    ServedRequest first = waiting.poll();
    if (first != null) {
      first.answered();
    }
  }

  /** Of exceptions that go through the pipeline, those are a request's that come up in its work. */
  void failed(Throwable cause) {
    HttpServerOperation current = waiting.first() == null ? null : HttpServerOperation.current();
    if (current != null) {
      for (ServedRequest each : waiting) {
        each.failed(current, cause);
      }
    }
  }

  void close() {
    reading = null;
    for (ServedRequest each : waiting) {
      each.close();
    }
    waiting.clear();
  }
}
