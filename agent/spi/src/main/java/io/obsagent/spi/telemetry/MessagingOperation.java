// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that are sent, received or processed. Null inside another operation of its kind. */
public interface MessagingOperation extends Operation {
  /** How the processing of a message is bound to its sending. */
  enum Relation {
    /** As a child: one trace from the sender on. */
    CHILD,
    /** As a trace of its own, with a link to the sender. */
    LINK,
    /** As {@link #LINK}, and one operation for all messages that came together. */
    BATCH
  }

  /**
   * What the option {@code messaging.processing} asks for; {@link Relation#BATCH} concerns
   * libraries whose messages come in batches.
   */
  static Relation relation() {
    return Telemetry.provider().relation();
  }

  /** The processing that this thread is at, for the modules of frameworks above; or null. */
  static @Nullable MessagingOperation current() {
    return Telemetry.provider().currentProcess();
  }

  /**
   * Begins to send.
   *
   * @param messages in one batch, mostly 1
   */
  static @Nullable MessagingOperation startSend(MessageTarget target, int messages) {
    return Telemetry.provider().startSend(target, messages);
  }

  /**
   * Begins to send a message on that was received, as a client does by itself: where the thread is
   * at nothing, in the trace in which the message came.
   */
  static <M> @Nullable MessagingOperation startPassingOn(
      MessageTarget target, TextMapGetter<M> reader, M received) {
    return Telemetry.provider().startPassingOn(target, reader, received);
  }

  /** Begins to process one message; always a new local root. A batch of one is a link. */
  static <M> @Nullable MessagingOperation startProcess(
      MessageTarget target, Relation relation, TextMapGetter<M> reader, M message) {
    return Telemetry.provider().startProcess(target, relation, reader, List.of(message));
  }

  /**
   * Begins to process a batch: a trace of its own with a link to each sender.
   *
   * @param messages not empty; of more than 32 the first are linked
   */
  static <M> @Nullable MessagingOperation startProcessBatch(
      MessageTarget target, TextMapGetter<M> reader, List<M> messages) {
    return Telemetry.provider().startProcess(target, Relation.LINK, reader, messages);
  }

  /**
   * Tells that a thread got a message that it asked for: a part of what it is at, with a link to
   * the sender. See {@link PolledMessages}.
   */
  static <M> @Nullable MessagingOperation startReceive(
      MessageTarget target, TextMapGetter<M> reader, M message) {
    return Telemetry.provider().startReceive(target, reader, message);
  }

  /** Writes trace context, baggage and correlation id into a message that is sent. */
  <C> void inject(C carrier, HeaderSetter<C> setter);

  /** The broker's id of a single message. */
  void messageId(String id);

  /**
   * Where a single message stands in a log.
   *
   * @param partition from 0 on
   * @param offset from 0 on
   */
  void position(int partition, long offset);

  /**
   * When a message that is processed was sent, for the metric of latency; once for each message.
   *
   * @param epochMillis by the sender's clock or the broker's; 0 and less where it is not known
   */
  void sentAt(long epochMillis);

  /**
   * Says before the end that the work failed without throwing.
   *
   * @param errorType of low cardinality
   */
  void failed(String errorType);

  /**
   * Says that nothing tells for sure when the processing is over: what goes on in its context for
   * five minutes is not its doing any more.
   */
  void endIsGuessed();

  /** Says before the end what a listener has thrown, where a framework handles it. */
  void failed(Throwable error);
}
