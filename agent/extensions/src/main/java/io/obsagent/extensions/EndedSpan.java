// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A span as the SDK's processors read it. Equal to all views of the same span. */
class EndedSpan implements ReadableSpan {
  private final FinishedSpan span;
  private final Resource resource;

  EndedSpan(FinishedSpan span, Resource resource) {
    this.span = span;
    this.resource = resource;
  }

  @Override
  public SpanContext getSpanContext() {
    return span.context();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return SpanView.parentOf(span);
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanData toSpanData() {
    return new SpanView(span, resource, hasEnded());
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
  public boolean hasEnded() {
    return true;
  }

  @Override
  public long getLatencyNanos() {
    long end = span.endEpochNanos();
    if (!hasEnded()) {
      Instant now = Instant.now();
      end = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
    return Math.max(0, end - span.startEpochNanos());
  }

  @Override
  public SpanKind getKind() {
    return span.kind();
  }

  @Override
  public <T> @Nullable T getAttribute(AttributeKey<T> key) {
    return getAttributes().get(key);
  }

  @Override
  public Attributes getAttributes() {
    return SpanView.attributesOf(span);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof EndedSpan view && view.span == span;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(span);
  }

  @Override
  public String toString() {
    return span.toString();
  }
}
