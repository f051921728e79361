// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.PolledMessages;
import javax.jms.Destination;
import javax.jms.Message;
import javax.jms.MessageListener;
import javax.jms.MessageProducer;
import org.jspecify.annotations.Nullable;

/** Advice for clients of {@code javax.jms}. */
final class JavaxAdvices {
  private JavaxAdvices() {}

  private static @Nullable Sent start(@Nullable String destination, @Nullable Message message) {
    MessagingOperation operation =
        message == null ? null : MessagingOperation.startSend(Jms.target(destination), 1);
    if (operation == null) {
      return null;
    }
    operation.attach();
    return new Sent(operation, message);
  }

  /** After it is the operation's, so that a failure here leaves no context behind. */
  private static Message injected(@Nullable Sent sent, Message message) {
    if (sent != null) {
      sent.operation.inject(message, JavaxMessages.INSTANCE);
    }
    return message;
  }

  private static void end(@Nullable Sent sent, @Nullable Throwable thrown) {
    if (sent == null) {
      return;
    }
    try {
      String id = thrown == null ? JavaxMessages.idOf(sent.message) : null;
      if (id != null) {
        sent.operation.messageId(id);
      }
    } finally {
      sent.operation.finish(thrown);
    }
  }

  /** A message on its way. */
  private record Sent(MessagingOperation operation, Message message) {}

  /** For {@code send} to where the producer is for; over when it returns. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable Object enter(
        @This MessageProducer producer, @Argument(0) @Nullable Message message) {
      return start(JavaxMessages.destinationOf(producer), message);
    }

    @ReplaceArgument(0)
    static @Nullable Message message(
        @Token @Nullable Object sent, @Argument(0) @Nullable Message message) {
      return message == null ? null : injected((Sent) sent, message);
    }

    @OnExit
    static void exit(@Token @Nullable Object sent, @Thrown @Nullable Throwable thrown) {
      end((Sent) sent, thrown);
    }
  }

  /** For {@code send} to a destination that is given. */
  static final class SendTo {
    private SendTo() {}

    @OnEnter
    static @Nullable Object enter(
        @Argument(0) @Nullable Destination destination, @Argument(1) @Nullable Message message) {
      return start(JavaxMessages.nameOf(destination), message);
    }

    @ReplaceArgument(1)
    static @Nullable Message message(
        @Token @Nullable Object sent, @Argument(1) @Nullable Message message) {
      return message == null ? null : injected((Sent) sent, message);
    }

    @OnExit
    static void exit(@Token @Nullable Object sent, @Thrown @Nullable Throwable thrown) {
      end((Sent) sent, thrown);
    }
  }

  /** For {@code receive}, all of them; one may call another. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static Boolean enter() {
      if (!Jms.RECEIVING.isInside()) {
        PolledMessages.settled(null);
      }
      return Jms.RECEIVING.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Boolean outermost, @Return @Nullable Message message) {
      if (outermost == null) {
        return;
      }
      Jms.RECEIVING.exit();
      if (outermost && message != null) {
        PolledMessages.received(
            Jms.target(JavaxMessages.destinationOf(message)),
            JavaxMessages.INSTANCE,
            message,
            JavaxMessages.idOf(message),
            JavaxMessages.sentAt(message));
      }
    }
  }

  /** For {@code setMessageListener}; classes of lambdas cannot be woven. */
  static final class SetMessageListener {
    private SetMessageListener() {}

    @ReplaceArgument(0)
    static @Nullable MessageListener listener(@Argument(0) @Nullable MessageListener listener) {
      return listener == null || listener instanceof JavaxListener
          ? listener
          : new JavaxListener(listener);
    }
  }

  /** For {@code getMessageListener}: the application finds its own. */
  static final class GetMessageListener {
    private GetMessageListener() {}

    @OnExit
    static @Nullable MessageListener exit(@Return @Nullable MessageListener listener) {
      return listener instanceof JavaxListener ours ? ours.listener() : listener;
    }
  }
}
