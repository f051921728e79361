// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that are sent, received or processed. */
final class MessageOperation extends LocalOperation implements MessagingOperation {
  private static final String SEND = "send";
  private static final String RECEIVE = "receive";
  private static final String PROCESS = "process";

  private final MessageTarget target;
  private final String name;
  private final int messages;
  private @Nullable String messageId;
  private int partition = -1;
  private long offset = -1;
  private @Nullable String errorType;
  private @Nullable Throwable failure;

  private MessageOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      String name,
      MessageTarget target,
      int messages) {
    super(
        telemetry,
        name.equals(SEND) ? WorkKind.MESSAGE_SEND : WorkKind.MESSAGE_RECEIVE,
        current,
        enclosing);
    this.target = target;
    this.name = name;
    this.messages = messages;
  }

  private MessageOperation(
      CoreTelemetry telemetry,
      Incoming incoming,
      @Nullable RemoteParent parent,
      String name,
      MessageTarget target,
      int messages) {
    super(
        telemetry,
        name.equals(SEND) ? WorkKind.MESSAGE_SEND : WorkKind.MESSAGE_PROCESS,
        incoming,
        parent);
    this.target = target;
    this.name = name;
    this.messages = messages;
  }

  static MessageOperation send(
      CoreTelemetry telemetry, Context current, MessageTarget target, int messages) {
    LocalSpan enclosing = LocalSpan.of(current);
    return new MessageOperation(telemetry, current, enclosing, SEND, target, messages);
  }

  static <M> MessageOperation passOn(
      CoreTelemetry telemetry, MessageTarget target, TextMapGetter<M> reader, M received) {
    Incoming incoming = Incoming.of(telemetry, reader, received);
    return new MessageOperation(telemetry, incoming, incoming.parent(), SEND, target, 1);
  }

  static <M> MessageOperation receive(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      MessageTarget target,
      TextMapGetter<M> reader,
      M message) {
    MessageOperation operation =
        new MessageOperation(telemetry, current, enclosing, RECEIVE, target, 1);
    operation.link(telemetry.propagation.extract(message, reader));
    return operation;
  }

  /** Baggage and correlation id of a batch are those of its first message. */
  static <M> MessageOperation process(
      CoreTelemetry telemetry,
      MessageTarget target,
      Relation relation,
      TextMapGetter<M> reader,
      List<M> messages) {
    Incoming first = Incoming.of(telemetry, reader, messages.get(0));
    if (relation == Relation.CHILD) {
      return new MessageOperation(
          telemetry, first, first.parent(), PROCESS, target, messages.size());
    }
    MessageOperation operation =
        new MessageOperation(telemetry, first, null, PROCESS, target, messages.size());
    operation.link(first.parent());
    for (int i = 1; i < messages.size() && i < Bounds.LINKS; i++) {
      operation.link(telemetry.propagation.extract(messages.get(i), reader));
    }
    return operation;
  }

  private void link(@Nullable RemoteParent sender) {
    if (sender != null && sender.hasTrace()) {
      span.addLink(sender.spanContext(), Attributes.empty());
    }
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    injectInto(carrier, setter);
  }

  @Override
  public void messageId(String id) {
    if (!span.ended()) {
      messageId = Bounds.cut(id, Bounds.MAX_NAME);
    }
  }

  @Override
  public void position(int newPartition, long newOffset) {
    if (!span.ended()) {
      partition = newPartition;
      offset = newOffset;
    }
  }

  @Override
  public void sentAt(long epochMillis) {
    if (epochMillis > 0) {
      double seconds = Math.max(0, System.currentTimeMillis() - epochMillis) / 1000.0;
      telemetry
          .later
          .messaging()
          .latency
          .labels(target.system(), target.destination())
          .record(seconds, span, telemetry.clock.nanoTime());
    }
  }

  @Override
  public void failed(String type) {
    if (!span.ended()) {
      errorType = Bounds.cut(type, Bounds.MAX_NAME);
    }
  }

  @Override
  public void failed(Throwable error) {
    if (!span.ended()) {
      failure = error;
    }
  }

  @Override
  public void endIsGuessed() {
    span.guessEnd();
  }

  boolean processes() {
    return name.equals(PROCESS);
  }

  @Override
  void complete(@Nullable Throwable thrown) {
    Throwable error = thrown != null ? thrown : failure;
    if (error != null) {
      errorType = error.getClass().getName();
    }
    if (errorType != null) {
      span.fail(error);
    }
    MessagingMetrics metrics = telemetry.later.messaging();
    String system = target.system();
    String destination = target.destination();
    boolean sends = name.equals(SEND);
    if (!name.equals(RECEIVE)) {
      HistogramFamily duration = sends ? metrics.send : metrics.process;
      duration
          .labels(system, destination, errorType == null ? "success" : "error")
          .record(span.seconds(), span, span.endNanos());
    }
    (sends ? metrics.sent : metrics.consumed).labels(system, destination).add(messages);
  }

  @Override
  public String spanName() {
    return SpanNames.of(name, target.destination());
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.MESSAGING_SYSTEM, target.system());
    writer.put(Attribute.MESSAGING_DESTINATION, target.destination());
    writer.put(Attribute.MESSAGING_OPERATION_NAME, name);
    writer.put(Attribute.MESSAGING_OPERATION_TYPE, name);
    writer.put(Attribute.MESSAGING_GROUP, target.group());
    writer.put(Attribute.MESSAGING_MESSAGE_ID, messageId);
    writer.put(Attribute.MESSAGING_PARTITION, partition < 0 ? null : Integer.toString(partition));
    writer.put(Attribute.MESSAGING_OFFSET, offset);
    writer.put(Attribute.MESSAGING_BATCH_SIZE, messages > 1 ? messages : -1L);
    writer.put(Attribute.SERVER_ADDRESS, target.host());
    writer.put(Attribute.SERVER_PORT, (long) target.port());
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
