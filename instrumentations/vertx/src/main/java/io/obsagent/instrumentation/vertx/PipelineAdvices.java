// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.netty.handler.codec.http.HttpRequest;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Advice for connections of HTTP/1.1 whose client does not wait for an answer before it sends the
 * next request. Vert.x begins with that one when the answer before it has been written, which
 * happens in another request's context: so each request keeps the one in which it was read.
 */
final class PipelineAdvices {
  private static final Guard GUARD = Guard.of(PipelineAdvices.class);

  /** Where there is none, that is kept, too: it is not to run in the one before it. */
  private static final HeldState<Object, Context> REQUESTS = new HeldState<>(Context.class);

  /** Of messages that Vert.x 5 has put off before it made a request of them. */
  private static final WeakMap<Object, Context> PUT_OFF = new WeakMap<>();

  private PipelineAdvices() {}

  private static @Nullable Context enter(@Nullable Context context) {
    return context == null ? null : GUARD.exchange(context);
  }

  /** For {@code addPending} of a connection, while a request before it is at work. */
  static final class PutOff {
    private PutOff() {}

    @OnEnter
    static void enter(@Argument(0) Object message) {
      if (message instanceof HttpRequest) {
        PUT_OFF.put(message, Context.current());
      }
    }
  }

  /** For {@code handleMessage}, which gets what was put off later than the codec handed it on. */
  static final class Message {
    private Message() {}

    @OnEnter
    static @Nullable Context enter(@Argument(0) Object message) {
      return PUT_OFF.isEmpty() ? null : PipelineAdvices.enter(PUT_OFF.remove(message));
    }

    @OnExit
    static void exit(@Token @Nullable Context before) {
      GUARD.restore(before);
    }
  }

  /** For the constructor of a request. */
  static final class Request {
    private Request() {}

    @OnExit
    static void exit(@This Object request) {
      REQUESTS.put(request, Context.current());
    }
  }

  /** For {@code handleNext}, which begins with a request that has waited. */
  static final class Next {
    private Next() {}

    @OnEnter
    static @Nullable Context enter(@Argument(0) Object request) {
      return PipelineAdvices.enter(REQUESTS.get(request));
    }

    @OnExit
    static void exit(@Token @Nullable Context before) {
      GUARD.restore(before);
    }
  }

  /** For what a request gets of its body. */
  static final class Body {
    private Body() {}

    @OnEnter
    static @Nullable Context enter(@This Object request) {
      return PipelineAdvices.enter(REQUESTS.get(request));
    }

    @OnExit
    static void exit(@Token @Nullable Context before) {
      GUARD.restore(before);
    }
  }
}
