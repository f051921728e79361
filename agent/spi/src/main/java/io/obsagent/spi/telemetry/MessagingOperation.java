// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that are sent, or processed. Null inside another operation of its kind. */
public interface MessagingOperation extends Operation {
  /** How the processing of a message is bound to its sending. */
  enum Relation {
    /** As a child: one trace from the sender on. */
    CHILD,
    /** As a trace of its own, with a link to the sender. */
    LINK
  }

  /**
   * Begins to send.
   *
   * @param messages in one batch, mostly 1
   */
  static @Nullable MessagingOperation startSend(MessageTarget target, int messages) {
    return Telemetry.provider().startSend(target, messages);
  }

  /** Begins to process one message; always a new local root. */
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

  /** Writes trace context, baggage and correlation id into a message that is sent. */
  <C> void inject(C carrier, HeaderSetter<C> setter);

  /** The broker's id of a single message. */
  void messageId(String id);

  /**
   * Says before the end that the work failed without throwing.
   *
   * @param errorType of low cardinality
   */
  void failed(String errorType);
}
