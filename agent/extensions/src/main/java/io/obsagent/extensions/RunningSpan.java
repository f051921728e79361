// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A span as the SDK's processors see it start; what they set is set on the agent's. */
final class RunningSpan extends EndedSpan implements ReadWriteSpan {
  private final Span span;

  /**
   * @param span what is set
   * @param read the same span, to be read
   */
  RunningSpan(Span span, FinishedSpan read, Resource resource) {
    super(read, resource);
    this.span = span;
  }

  @Override
  public boolean hasEnded() {
    return !span.isRecording();
  }

  @Override
  public SpanContext getSpanContext() {
    return span.getSpanContext();
  }

  @Override
  public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes) {
    span.addEvent(name, attributes);
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
    span.addEvent(name, attributes, timestamp, unit);
    return this;
  }

  @Override
  public Span addLink(SpanContext link, Attributes attributes) {
    span.addLink(link, attributes);
    return this;
  }

  @Override
  public Span setStatus(StatusCode code, String description) {
    span.setStatus(code, description);
    return this;
  }

  @Override
  public Span recordException(Throwable error, Attributes attributes) {
    span.recordException(error, attributes);
    return this;
  }

  @Override
  public Span updateName(String name) {
    span.updateName(name);
    return this;
  }

  @Override
  public void end() {
    span.end();
  }

  @Override
  public void end(long timestamp, TimeUnit unit) {
    span.end(timestamp, unit);
  }

  @Override
  public boolean isRecording() {
    return span.isRecording();
  }
}
