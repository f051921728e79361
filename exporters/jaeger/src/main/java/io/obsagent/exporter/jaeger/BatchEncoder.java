// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Spans in the words of <a
 * href="https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift">jaeger.thrift</a>,
 * mapped as <a
 * href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/">OpenTelemetry
 * specifies</a>. Not thread-safe.
 */
final class BatchEncoder implements BiConsumer<AttributeKey<?>, Object> {
  private static final int SPAN_TAGS = 10;
  private static final int SPAN_LOGS = 11;
  private static final int CHILD_OF = 0;
  private static final int FOLLOWS_FROM = 1;

  private final ThriftOutput output;
  private final TagEncoder tags;
  private final Map<String, String> resource;
  private int count;

  BatchEncoder(ThriftOutput output, Map<String, String> resource) {
    this.output = output;
    this.tags = new TagEncoder(output);
    this.resource = resource;
  }

  /** Field 1 of a batch. */
  void process() {
    int process = output.beginStruct(1);
    output.string(1, resource.getOrDefault("service.name", "unknown_service:java"));
    int list = output.beginList(2);
    int written = 0;
    for (Map.Entry<String, String> attribute : resource.entrySet()) {
      if (!attribute.getKey().equals("service.name")) {
        tags.text(attribute.getKey(), attribute.getValue());
        written++;
      }
    }
    output.endList(list, written);
    output.endStruct(process);
  }

  /** An element of the list that is field 2 of a batch. */
  void span(FinishedSpan span) {
    int element = output.beginElement();
    ids(1, span.traceIdHigh(), span.traceIdLow(), span.spanId());
    output.i64(4, span.parentSpanId());
    output.string(5, span.name());
    references(span);
    output.i32(7, span.context().getTraceFlags().asByte() & 1);
    long startMicros = span.startEpochNanos() / 1_000;
    output.i64(8, startMicros);
    output.i64(9, span.endEpochNanos() / 1_000 - startMicros);
    tags(span);
    logs(span.events());
    output.endStruct(element);
  }

  /** The trace id's low half, its high half and the span's id, in consecutive fields. */
  private void ids(int firstField, long traceIdHigh, long traceIdLow, long spanId) {
    output.i64(firstField, traceIdLow);
    output.i64(firstField + 1, traceIdHigh);
    output.i64(firstField + 2, spanId);
  }

  private void references(FinishedSpan span) {
    List<SpanContext> links = span.links();
    boolean child = span.parentSpanId() != 0;
    if (!child && links.isEmpty()) {
      return;
    }
    int list = output.beginList(6);
    if (child) {
      reference(CHILD_OF, span.traceIdHigh(), span.traceIdLow(), span.parentSpanId());
    }
    for (int i = 0; i < links.size(); i++) {
      String traceId = links.get(i).getTraceId();
      reference(
          FOLLOWS_FROM,
          ByteOutput.hexToLong(traceId, 0, 16),
          ByteOutput.hexToLong(traceId, 16, 16),
          ByteOutput.hexToLong(links.get(i).getSpanId(), 0, 16));
    }
    output.endList(list, links.size() + (child ? 1 : 0));
  }

  private void reference(int type, long traceIdHigh, long traceIdLow, long spanId) {
    int element = output.beginElement();
    output.i32(1, type);
    ids(2, traceIdHigh, traceIdLow, spanId);
    output.endStruct(element);
  }

  private void tags(FinishedSpan span) {
    int list = output.beginList(SPAN_TAGS);
    count = 0;
    span.forEachAttribute(this);
    if (span.kind() != SpanKind.INTERNAL) {
      text("span.kind", kind(span.kind()));
    }
    text("otel.scope.name", span.scope());
    if (span.statusCode() == StatusCode.ERROR) {
      text("otel.status_code", "ERROR");
      if (!span.statusDescription().isEmpty()) {
        text("otel.status_description", span.statusDescription());
      }
      tags.flag("error", true);
      count++;
    } else if (span.statusCode() == StatusCode.OK) {
      text("otel.status_code", "OK");
    }
    if (span.droppedAttributes() > 0) {
      tags.number("otel.dropped_attributes_count", span.droppedAttributes());
      count++;
    }
    output.endList(list, count);
  }

  private void text(String key, String value) {
    tags.text(key, value);
    count++;
  }

  private void logs(List<FinishedSpan.Event> events) {
    if (events.isEmpty()) {
      return;
    }
    int list = output.beginList(SPAN_LOGS);
    for (int i = 0; i < events.size(); i++) {
      FinishedSpan.Event event = events.get(i);
      int element = output.beginElement();
      output.i64(1, event.epochNanos() / 1_000);
      int fields = output.beginList(2);
      count = 0;
      text("event", event.name());
      event.attributes().forEach(this);
      output.endList(fields, count);
      output.endStruct(element);
    }
    output.endList(list, events.size());
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    tags.any(key.getKey(), value);
    count++;
  }

  private static String kind(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> "internal";
      case SERVER -> "server";
      case CLIENT -> "client";
      case PRODUCER -> "producer";
      case CONSUMER -> "consumer";
    };
  }
}
