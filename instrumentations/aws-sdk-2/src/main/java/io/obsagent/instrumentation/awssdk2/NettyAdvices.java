// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for a request by Netty: its connection comes on a thread of the pool's. */
final class NettyAdvices {
  private static final WeakMap<Object, Context> WAITING = new WeakMap<>();

  private NettyAdvices() {}

  /** It asks for a connection. */
  static final class Begin {
    @OnEnter
    static void enter(@This Object request) {
      Context context = Context.current();
      if (Span.fromContextOrNull(context) != null) {
        WAITING.put(request, context);
      }
    }
  }

  /** It has one, and writes. */
  static final class Connected {
    @OnEnter
    static @Nullable Scope enter(@This Object request) {
      Context context = WAITING.remove(request);
      return context == null ? null : context.makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
