// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a thread asks a broker for, one after the other: nothing tells what it does with
 * them. Within a span, as of a request, to get one is a part of that: a span with a link to the
 * sender. A thread that is at nothing is taken to process each, until it asks for the next one,
 * settles it or closes what it came from; what it does for longer than five minutes is not taken to
 * be that. Holds one operation a thread; nothing of the application.
 */
public final class PolledMessages {
  private static final ThreadLocal<MessagingOperation> CURRENT = new ThreadLocal<>();

  private PolledMessages() {}

  /**
   * The thread got a message.
   *
   * @param id the broker's, or null
   * @param sentAt epoch milliseconds; 0 and less where it is not known
   */
  public static <M> void received(
      MessageTarget target, TextMapGetter<M> reader, M message, @Nullable String id, long sentAt) {
    settled(null);
    boolean within = Span.fromContextOrNull(Context.current()) != null;
    MessagingOperation operation =
        within
            ? MessagingOperation.startReceive(target, reader, message)
            : MessagingOperation.startProcess(
                target, MessagingOperation.relation(), reader, message);
    if (operation == null) {
      return;
    }
    if (id != null) {
      operation.messageId(id);
    }
    operation.sentAt(sentAt);
    if (within) {
      operation.end(null);
    } else {
      begin(operation);
    }
  }

  /**
   * The thread got messages that came together and are one operation, as {@link
   * MessagingOperation.Relation#BATCH} asks for; for a thread that is at nothing.
   *
   * @param messages not empty
   * @param sentAt as in {@link #received}
   */
  public static <M> void receivedTogether(
      MessageTarget target, TextMapGetter<M> reader, List<M> messages, ToLongFunction<M> sentAt) {
    settled(null);
    MessagingOperation operation = MessagingOperation.startProcessBatch(target, reader, messages);
    if (operation != null) {
      for (M message : messages) {
        operation.sentAt(sentAt.applyAsLong(message));
      }
      begin(operation);
    }
  }

  private static void begin(MessagingOperation operation) {
    operation.endIsGuessed();
    CURRENT.set(operation);
    operation.attach();
  }

  /**
   * The thread is done with its message, if it has one.
   *
   * @param errorType of low cardinality where the message was refused, or null
   */
  public static void settled(@Nullable String errorType) {
    MessagingOperation operation = CURRENT.get();
    if (operation == null) {
      return;
    }
    if (Span.fromContextOrNull(Context.current()) == operation.span()) {
      CURRENT.remove();
      operation.detach();
    } // else this is within something newer, which will make it current once more when it ends
    if (errorType != null) {
      operation.failed(errorType);
    }
    operation.end(null);
  }
}
