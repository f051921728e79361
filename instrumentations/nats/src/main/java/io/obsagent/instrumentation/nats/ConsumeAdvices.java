// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.telemetry.PolledMessages;
import org.jspecify.annotations.Nullable;

/** Advice for messages that come, by themselves or when they are asked for. */
final class ConsumeAdvices {
  private ConsumeAdvices() {}

  private static @Nullable MessageHandler traced(@Nullable MessageHandler handler) {
    return handler == null || handler instanceof TracedHandler
        ? handler
        : new TracedHandler(handler);
  }

  /** For {@code createDispatcher}. */
  static final class FirstHandler {
    private FirstHandler() {}

    @ReplaceArgument(0)
    static @Nullable MessageHandler handler(@Argument(0) @Nullable MessageHandler handler) {
      return traced(handler);
    }
  }

  /** For {@code subscribe} to a subject. */
  static final class SecondHandler {
    private SecondHandler() {}

    @ReplaceArgument(1)
    static @Nullable MessageHandler handler(@Argument(1) @Nullable MessageHandler handler) {
      return traced(handler);
    }
  }

  /** For {@code subscribe} to a subject with a queue. */
  static final class ThirdHandler {
    private ThirdHandler() {}

    @ReplaceArgument(2)
    static @Nullable MessageHandler handler(@Argument(2) @Nullable MessageHandler handler) {
      return traced(handler);
    }
  }

  /** For {@code nextMessage}. */
  static final class NextMessage {
    private NextMessage() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }

    @OnExit
    static void exit(@Return @Nullable Message message) {
      if (message != null && !message.isStatusMessage()) {
        PolledMessages.received(
            Destinations.received(message), NatsHeaders.INSTANCE, message, null, 0);
      }
    }
  }

  /** For {@code ack}, {@code unsubscribe} and {@code close}: what was asked for is done. */
  static final class Done {
    private Done() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }
  }

  /** For {@code nak} and {@code term}. */
  static final class Refused {
    private Refused() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled("rejected");
    }
  }
}
