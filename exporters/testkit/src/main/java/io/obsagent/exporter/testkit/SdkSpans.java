// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.HexFormat;

/** Our spans as those of OpenTelemetry's SDK, for its exporters to be compared with ours. */
public final class SdkSpans {
  private SdkSpans() {}

  public static SpanData of(FinishedSpan span, Resource resource) {
    AttributesBuilder attributes = Attributes.builder();
    span.forEachAttribute((key, value) -> put(attributes, key, value));
    return TestSpanData.builder()
        .setName(span.name())
        .setKind(span.kind())
        .setSpanContext(span.context())
        .setParentSpanContext(parent(span))
        .setStartEpochNanos(span.startEpochNanos())
        .setEndEpochNanos(span.endEpochNanos())
        .setHasEnded(true)
        .setStatus(StatusData.create(span.statusCode(), span.statusDescription()))
        .setAttributes(attributes.build())
        .setTotalAttributeCount(span.attributeCount() + span.droppedAttributes())
        .setEvents(
            span.events().stream()
                .map(each -> EventData.create(each.epochNanos(), each.name(), each.attributes()))
                .toList())
        .setTotalRecordedEvents(span.events().size())
        .setLinks(span.links().stream().map(LinkData::create).toList())
        .setTotalRecordedLinks(span.links().size())
        .setResource(resource)
        .setInstrumentationScopeInfo(InstrumentationScopeInfo.create(span.scope()))
        .build();
  }

  private static SpanContext parent(FinishedSpan span) {
    if (span.parentSpanId() == 0) {
      return SpanContext.getInvalid();
    }
    String trace = span.context().getTraceId();
    String id = HexFormat.of().toHexDigits(span.parentSpanId());
    TraceFlags sampled = TraceFlags.getSampled();
    TraceState none = TraceState.getDefault();
    return span.isParentRemote()
        ? SpanContext.createFromRemoteParent(trace, id, sampled, none)
        : SpanContext.create(trace, id, sampled, none);
  }

  @SuppressWarnings("unchecked")
  private static <T> void put(AttributesBuilder attributes, AttributeKey<T> key, Object value) {
    attributes.put(key, (T) value);
  }
}
