// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A batch as {@code ExportTraceServiceRequest}, straight from the spans: no message objects, one
 * buffer, lengths written back. Field numbers: <a
 * href="https://github.com/open-telemetry/opentelemetry-proto">opentelemetry-proto</a>, trace/v1.
 * Not thread-safe.
 */
final class TraceEncoder extends RequestEncoder {
  /** Bits of {@code flags} above those of the trace context. */
  private static final int HAS_IS_REMOTE = 0x100;

  private static final int IS_REMOTE = 0x200;

  private final ScopeGroups scopes = new ScopeGroups();

  TraceEncoder(Map<String, String> resourceAttributes) {
    super(resourceAttributes);
  }

  /** A view that is good until the next call. */
  ByteBuffer encode(List<FinishedSpan> batch) {
    scopes.group(batch.size(), i -> batch.get(i).scope());
    beginRequest();
    for (int scope = 0; scope < scopes.size(); scope++) {
      beginScope(scopes.name(scope));
      for (int i = scopes.first(scope); i >= 0; i = scopes.after(i)) {
        span(batch.get(i));
      }
      endScope();
    }
    return endRequest();
  }

  private void span(FinishedSpan span) {
    int begin = beginMessage(2, 2);
    SpanContext context = span.context();
    traceIdField(1, span.traceIdHigh(), span.traceIdLow());
    spanIdField(2, span.spanId());
    traceStateField(context);
    if (span.parentSpanId() != 0) {
      spanIdField(4, span.parentSpanId());
    }
    stringField(5, span.name());
    varintField(6, kind(span.kind()));
    fixed64Field(7, span.startEpochNanos());
    fixed64Field(8, span.endEpochNanos());
    attributeField = 9;
    span.forEachAttribute(this);
    if (span.droppedAttributes() > 0) {
      varintField(10, span.droppedAttributes());
    }
    events(span.events());
    links(span.links());
    status(span);
    fixed32Field(16, flags(context, span.isParentRemote()));
    endLength(begin, 2);
  }

  private void traceStateField(SpanContext context) {
    TraceState state = context.getTraceState();
    if (!state.isEmpty()) {
      stringField(3, traceState(state));
    }
  }

  private static String traceState(TraceState state) {
    StringBuilder text = new StringBuilder();
    state.forEach(
        (key, value) ->
            text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
    return text.toString();
  }

  private void events(List<FinishedSpan.Event> events) {
    for (int i = 0; i < events.size(); i++) {
      FinishedSpan.Event event = events.get(i);
      int begin = beginMessage(11, 2);
      fixed64Field(1, event.epochNanos());
      stringField(2, event.name());
      attributeField = 3;
      event.attributes().forEach(this);
      endLength(begin, 2);
    }
  }

  private void links(List<SpanContext> links) {
    for (int i = 0; i < links.size(); i++) {
      SpanContext link = links.get(i);
      int begin = beginMessage(13, 1);
      String traceId = link.getTraceId();
      traceIdField(1, hexToLong(traceId, 0, 16), hexToLong(traceId, 16, 16));
      spanIdField(2, hexToLong(link.getSpanId(), 0, 16));
      traceStateField(link);
      fixed32Field(6, flags(link, link.isRemote()));
      endLength(begin, 1);
    }
  }

  private void status(FinishedSpan span) {
    if (span.statusCode() == StatusCode.UNSET) {
      return;
    }
    int begin = beginMessage(15, 1);
    if (!span.statusDescription().isEmpty()) {
      stringField(2, span.statusDescription());
    }
    varintField(3, span.statusCode() == StatusCode.ERROR ? 2 : 1);
    endLength(begin, 1);
  }

  private static int flags(SpanContext context, boolean remote) {
    return context.getTraceFlags().asByte() & 0xff | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0);
  }

  private static int kind(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }
}
