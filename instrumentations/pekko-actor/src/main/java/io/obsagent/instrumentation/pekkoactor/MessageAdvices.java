// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for both ends of a message's way. */
final class MessageAdvices {
  private MessageAdvices() {}

  /** Advice for the constructor of an envelope, in which a message is sent. */
  static final class Send {
    private Send() {}

    @OnExit
    static void exit(@This Object envelope) {
      SentMessage.note(envelope);
    }
  }

  /** Advice for {@code ActorCell.invoke}, by which an actor gets what is in an envelope. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static @Nullable ReceivedMessage enter(@Argument(0) @Nullable Object envelope) {
      return envelope == null ? null : ReceivedMessage.enter(SentMessage.of(envelope));
    }

    @OnExit
    static void exit(@Token @Nullable ReceivedMessage message) {
      if (message != null) {
        message.leave();
      }
    }
  }
}
