// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.function.BiConsumer;

/** A span that has ended; immutable from then on. Thread-safe. */
public interface FinishedSpan {
  /** The ids as text, flags and trace state; encoders of bytes read the ids as numbers below. */
  SpanContext context();

  /** The first eight bytes of the trace id. */
  long traceIdHigh();

  /** The last eight bytes of the trace id. */
  long traceIdLow();

  long spanId();

  /** 0 for the root of a trace. */
  long parentSpanId();

  /** Whether the parent is a span of another process. */
  boolean isParentRemote();

  String name();

  SpanKind kind();

  /** Nanoseconds since the epoch. */
  long startEpochNanos();

  /** Nanoseconds since the epoch; never before the start. */
  long endEpochNanos();

  StatusCode statusCode();

  /** Empty unless the status is an error with a description. */
  String statusDescription();

  /** Calls with key and value; values have the types that {@link AttributeKey#getType} tells. */
  void forEachAttribute(BiConsumer<AttributeKey<?>, Object> consumer);

  int attributeCount();

  List<Event> events();

  List<SpanContext> links();

  /** The instrumentation module that made it: {@code io.obsagent.jedis}. */
  String scope();

  /** Attributes beyond the bound that were not kept. */
  int droppedAttributes();

  /** A moment within a span, e.g. an exception. */
  record Event(String name, long epochNanos, io.opentelemetry.api.common.Attributes attributes) {}
}
