// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/** A finished span with chosen content. */
public final class TestSpan implements FinishedSpan {
  /** 2026-01-01T00:00:00Z. */
  public static final long EPOCH_NANOS = 1_767_225_600_000_000_000L;

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private final String name;
  private SpanContext context = context(TRACE_ID, "b7ad6b7169203331");
  private SpanContext parent = SpanContext.getInvalid();
  private SpanKind kind = SpanKind.INTERNAL;
  private long start = EPOCH_NANOS;
  private long end = EPOCH_NANOS + 1_500_000;
  private StatusCode status = StatusCode.UNSET;
  private String description = "";
  private String scope = "io.obsagent.test";
  private int dropped;
  private final List<AttributeKey<?>> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<SpanContext> links = new ArrayList<>();

  private TestSpan(String name) {
    this.name = name;
  }

  public static TestSpan named(String name) {
    return new TestSpan(name);
  }

  /** A sampled local context without trace state. */
  public static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  /** A sampled context that came from another process. */
  public static SpanContext remoteContext(String traceId, String spanId, TraceState state) {
    return SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.getSampled(), state);
  }

  public TestSpan context(SpanContext value) {
    context = value;
    return this;
  }

  public TestSpan parent(SpanContext value) {
    parent = value;
    return this;
  }

  public TestSpan kind(SpanKind value) {
    kind = value;
    return this;
  }

  public TestSpan times(long startEpochNanos, long endEpochNanos) {
    start = startEpochNanos;
    end = endEpochNanos;
    return this;
  }

  public TestSpan status(StatusCode code, String text) {
    status = code;
    description = text;
    return this;
  }

  public <T> TestSpan with(AttributeKey<T> key, T value) {
    keys.add(key);
    values.add(value);
    return this;
  }

  public TestSpan with(String key, String value) {
    return with(AttributeKey.stringKey(key), value);
  }

  public TestSpan with(String key, long value) {
    return with(AttributeKey.longKey(key), value);
  }

  public TestSpan event(String eventName, long epochNanos, Attributes attributes) {
    events.add(new Event(eventName, epochNanos, attributes));
    return this;
  }

  public TestSpan link(SpanContext linked) {
    links.add(linked);
    return this;
  }

  public TestSpan scope(String value) {
    scope = value;
    return this;
  }

  public TestSpan droppedAttributes(int count) {
    dropped = count;
    return this;
  }

  @Override
  public SpanContext context() {
    return context;
  }

  @Override
  public long traceIdHigh() {
    return number(context.getTraceId(), 0);
  }

  @Override
  public long traceIdLow() {
    return number(context.getTraceId(), 16);
  }

  @Override
  public long spanId() {
    return number(context.getSpanId(), 0);
  }

  @Override
  public long parentSpanId() {
    return parent.isValid() ? number(parent.getSpanId(), 0) : 0;
  }

  @Override
  public boolean isParentRemote() {
    return parent.isRemote();
  }

  private static long number(String id, int from) {
    return HexFormat.fromHexDigitsToLong(id, from, from + 16);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SpanKind kind() {
    return kind;
  }

  @Override
  public long startEpochNanos() {
    return start;
  }

  @Override
  public long endEpochNanos() {
    return end;
  }

  @Override
  public StatusCode statusCode() {
    return status;
  }

  @Override
  public String statusDescription() {
    return description;
  }

  @Override
  public void forEachAttribute(BiConsumer<AttributeKey<?>, Object> consumer) {
    for (int i = 0; i < keys.size(); i++) {
      consumer.accept(keys.get(i), values.get(i));
    }
  }

  @Override
  public int attributeCount() {
    return keys.size();
  }

  @Override
  public List<Event> events() {
    return events;
  }

  @Override
  public List<SpanContext> links() {
    return links;
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public int droppedAttributes() {
    return dropped;
  }

  @Override
  public String toString() {
    return name;
  }
}
