// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessagingOperation;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** The application's listener, which processes what it is given. */
record JakartaListener(MessageListener listener) implements MessageListener {
  private static final Guard GUARD = Guard.of(JakartaListener.class);

  @Override
  public void onMessage(Message message) {
    MessagingOperation operation = begin(message);
    Throwable thrown = null;
    try {
      listener.onMessage(message);
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      end(operation, thrown);
    }
  }

  private static @Nullable MessagingOperation begin(Message message) {
    try {
      MessagingOperation operation =
          MessagingOperation.startProcess(
              Jms.target(JakartaMessages.destinationOf(message)),
              MessagingOperation.relation(),
              JakartaMessages.INSTANCE,
              message);
      if (operation != null) {
        String id = JakartaMessages.idOf(message);
        if (id != null) {
          operation.messageId(id);
        }
        operation.sentAt(JakartaMessages.sentAt(message));
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
}
