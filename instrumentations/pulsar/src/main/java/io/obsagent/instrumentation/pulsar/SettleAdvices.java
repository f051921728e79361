// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.PolledMessages;
import org.apache.pulsar.client.api.Messages;
import org.jspecify.annotations.Nullable;

/** Advice for what tells that messages are processed. */
final class SettleAdvices {
  private SettleAdvices() {}

  /**
   * For {@code acknowledge} and {@code close}: what was asked for is done. Not for {@code
   * acknowledgeCumulativeAsync}, by which a reader acknowledges before it gives a message out.
   */
  static final class Acknowledge {
    private Acknowledge() {}

    @OnEnter
    static void enter() {
      PolledMessages.settled(null);
    }
  }

  /** For {@code negativeAcknowledge} and {@code reconsumeLater}, which may send within it. */
  static final class Refuse {
    private static final String REJECTED = "rejected";

    private Refuse() {}

    @OnExit
    static void exit() {
      MessagingOperation listening = MessagingOperation.current();
      if (listening != null) {
        listening.failed(REJECTED);
      }
      PolledMessages.settled(REJECTED);
    }
  }

  /** For what takes a batch: the library's own, for it iterates over it, too. */
  static final class OfBatch {
    private OfBatch() {}

    @ReplaceArgument(0)
    static @Nullable Messages<?> messages(@Argument(0) @Nullable Messages<?> messages) {
      return messages instanceof ReceivedBatch<?> batch ? batch.messages() : messages;
    }
  }
}
