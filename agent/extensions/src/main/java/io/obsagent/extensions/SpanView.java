// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finished span as the SDK's exporters read it; what it shows is made when asked for. */
final class SpanView implements SpanData {
  private final FinishedSpan span;
  private final Resource resource;
  private final boolean ended;
  private @Nullable Attributes attributes;

  SpanView(FinishedSpan span, Resource resource, boolean ended) {
    this.span = span;
    this.resource = resource;
    this.ended = ended;
  }

  FinishedSpan span() {
    return span;
  }

  /** The span that a span descends from, in this process or another. */
  static SpanContext parentOf(FinishedSpan span) {
    if (span.parentSpanId() == 0) {
      return SpanContext.getInvalid();
    }
    SpanContext own = span.context();
    String id = SpanId.fromLong(span.parentSpanId());
    return span.isParentRemote()
        ? SpanContext.createFromRemoteParent(
            own.getTraceId(), id, own.getTraceFlags(), own.getTraceState())
        : SpanContext.create(own.getTraceId(), id, own.getTraceFlags(), own.getTraceState());
  }

  @SuppressWarnings("unchecked") // a value has the type of its key
  static Attributes attributesOf(FinishedSpan span) {
    AttributesBuilder builder = Attributes.builder();
    span.forEachAttribute((key, value) -> builder.put((AttributeKey<Object>) key, value));
    return builder.build();
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return span.kind();
  }

  @Override
  public SpanContext getSpanContext() {
    return span.context();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parentOf(span);
  }

  @Override
  public StatusData getStatus() {
    return StatusData.create(span.statusCode(), span.statusDescription());
  }

  @Override
  public long getStartEpochNanos() {
    return span.startEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    Attributes known = attributes;
    if (known == null) {
      known = attributesOf(span);
      attributes = known;
    }
    return known;
  }

  @Override
  public List<EventData> getEvents() {
    return span.events().stream()
        .map(event -> EventData.create(event.epochNanos(), event.name(), event.attributes()))
        .toList();
  }

  @Override
  public List<LinkData> getLinks() {
    return span.links().stream().map(LinkData::create).toList();
  }

  @Override
  public long getEndEpochNanos() {
    return ended ? span.endEpochNanos() : 0;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public int getTotalRecordedEvents() {
    return span.events().size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return span.links().size();
  }

  @Override
  public int getTotalAttributeCount() {
    return getAttributes().size() + span.droppedAttributes();
  }

  @Override
  @Deprecated
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.create(span.scope(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return InstrumentationScopeInfo.create(span.scope());
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
