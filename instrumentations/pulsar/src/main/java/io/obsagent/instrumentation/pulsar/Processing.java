// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.PolledMessages;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageListener;
import org.jspecify.annotations.Nullable;

/** What processes messages that are not asked for by a thread that waits. */
final class Processing {
  private static final Guard GUARD = Guard.of(Processing.class);

  private Processing() {}

  /** The thread has got this, and is taken to process it. */
  static <M extends Message<?>> M polled(Consumer<?> consumer, M message) {
    PolledMessages.<Message<?>>received(
        Destinations.received(consumer, message),
        Properties.INSTANCE,
        message,
        String.valueOf(message.getMessageId()),
        message.getPublishTime());
    return message;
  }

  static void settled(@Nullable Throwable error) {
    try {
      PolledMessages.settled(error == null ? null : error.getClass().getName());
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /**
   * A future of the application's that follows the library's: what depends on it processes the
   * message, in the context of who asked. It can be cancelled or time out as that can.
   *
   * @param arrived what the application gets in a message's place
   */
  static <M> CompletableFuture<M> following(
      CompletableFuture<M> library, UnaryOperator<M> arrived) {
    CompletableFuture<M> result = new CompletableFuture<>();
    Context caller = Context.current();
    library.whenComplete(
        (message, error) -> {
          Scope scope = GUARD.attach(caller);
          try {
            if (error == null) {
              result.complete(begin(arrived, message));
              settled(null);
            } else {
              result.completeExceptionally(error);
            }
          } finally {
            GUARD.close(scope);
          }
        });
    result.whenComplete(
        (message, error) -> {
          if (error != null && !library.isDone()) {
            library.completeExceptionally(error);
          }
        });
    return result;
  }

  private static <M> M begin(UnaryOperator<M> arrived, M message) {
    try {
      return arrived.apply(message);
    } catch (Throwable e) {
      GUARD.caught(e);
      return message;
    }
  }

  /** The application's listener, which processes what it is given. */
  record TracedListener<T>(MessageListener<T> listener) implements MessageListener<T> {
    @Override
    public void received(Consumer<T> consumer, Message<T> message) {
      MessagingOperation operation = begin(consumer, message);
      Throwable thrown = null;
      try {
        listener.received(consumer, message);
      } catch (Throwable e) {
        thrown = e;
        throw e;
      } finally {
        end(operation, thrown);
      }
    }

    private static @Nullable MessagingOperation begin(Consumer<?> consumer, Message<?> message) {
      try {
        MessagingOperation operation =
            MessagingOperation.startProcess(
                Destinations.received(consumer, message),
                MessagingOperation.relation(),
                Properties.INSTANCE,
                message);
        if (operation != null) {
          operation.messageId(String.valueOf(message.getMessageId()));
          operation.sentAt(message.getPublishTime());
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
    public void reachedEndOfTopic(Consumer<T> consumer) {
      listener.reachedEndOfTopic(consumer);
    }

    @Override
    public String toString() {
      return listener.toString();
    }
  }
}
