// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A message while its actor is at work with it.
 *
 * @param message null for one that was sent in no context
 * @param around of an actor within which this one runs, as dispatchers for tests let it
 * @param before the context of the thread, which it has again afterwards, whatever the actor does
 */
record ReceivedMessage(
    @Nullable SentMessage message, @Nullable ReceivedMessage around, Context before) {
  private static final ThreadLocal<@Nullable ReceivedMessage> CURRENT = new ThreadLocal<>();

  /** Answers null where neither the message nor the thread has a context. */
  static @Nullable ReceivedMessage enter(@Nullable SentMessage message) {
    Context before = Context.current();
    Context context = message == null ? Context.root() : message.context();
    if (message == null && before == context) {
      return null;
    }
    ReceivedMessage received = new ReceivedMessage(message, CURRENT.get(), before);
    CURRENT.set(received);
    if (before != context) {
      context.makeCurrent();
    }
    return received;
  }

  static @Nullable SentMessage current() {
    ReceivedMessage received = CURRENT.get();
    return received == null ? null : received.message;
  }

  void leave() {
    if (around == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(around);
    }
    if (Context.current() != before) {
      before.makeCurrent();
    }
  }
}
