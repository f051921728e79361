// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessagingOperation;
import org.jspecify.annotations.Nullable;

/** The application's handler, which processes what it is given. */
final class TracedHandler implements MessageHandler {
  private static final Guard GUARD = Guard.of(TracedHandler.class);

  private final MessageHandler handler;

  TracedHandler(MessageHandler handler) {
    this.handler = handler;
  }

  @Override
  public void onMessage(Message message) throws InterruptedException {
    MessagingOperation operation = begin(message);
    Throwable thrown = null;
    try {
      handler.onMessage(message);
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      end(operation, thrown);
    }
  }

  private static @Nullable MessagingOperation begin(Message message) {
    try {
      if (message.isStatusMessage() || Destinations.isReply(message.getSubject())) {
        return null;
      }
      MessagingOperation operation =
          MessagingOperation.startProcess(
              Destinations.received(message),
              MessagingOperation.relation(),
              NatsHeaders.INSTANCE,
              message);
      if (operation != null) {
        operation.attach();
      }
      return operation;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static void end(@Nullable MessagingOperation operation, @Nullable Throwable thrown) {
    if (operation != null) {
      try {
        operation.finish(thrown);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  @Override
  public String toString() {
    return handler.toString();
  }
}
