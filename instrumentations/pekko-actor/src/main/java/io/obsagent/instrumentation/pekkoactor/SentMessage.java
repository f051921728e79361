// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The context of a message on its way, beside its envelope: that may be put aside by the actor, and
 * received again. Nothing is kept where there is no context.
 *
 * <p>Actors that answer each other, or themselves, would make a trace that never ends: once the
 * request is answered, there are at most {@link #MAX_HOPS} in a row.
 */
record SentMessage(Context context, int hops) {
  private static final int MAX_HOPS = 32;
  private static final WeakMap<Object, SentMessage> SENT = new WeakMap<>();

  static void note(Object envelope) {
    Context context = Context.current();
    if (context == Context.root()) {
      return;
    }
    SentMessage around = ReceivedMessage.current();
    int hops = around == null || HttpServerOperation.current() != null ? 1 : around.hops() + 1;
    if (hops <= MAX_HOPS) {
      SENT.put(envelope, new SentMessage(context, hops));
    }
  }

  static @Nullable SentMessage of(Object envelope) {
    return SENT.get(envelope);
  }
}
