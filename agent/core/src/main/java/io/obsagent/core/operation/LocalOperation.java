// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.RemoteParent;
import io.obsagent.core.span.SpanFacts;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.Operation;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** What all operations have in common: a span, and a context that is the operation itself. */
abstract class LocalOperation implements Operation, SpanInContext, SpanFacts {
  final CoreTelemetry telemetry;
  final LocalSpan span;
  private final Context base;

  /** Work within what is current. */
  LocalOperation(
      CoreTelemetry telemetry, WorkKind kind, Context current, @Nullable LocalSpan enclosing) {
    this(telemetry, kind, current, enclosing, 0);
  }

  /** Work that began at a given moment, in nanoseconds since the epoch; 0 for now. */
  LocalOperation(
      CoreTelemetry telemetry,
      WorkKind kind,
      Context current,
      @Nullable LocalSpan enclosing,
      long epochNanos) {
    this.telemetry = telemetry;
    this.base = SpanInContext.baseOf(current);
    this.span = telemetry.span(kind, this, current, enclosing, epochNanos);
  }

  /** Work that comes from outside: a local root. */
  LocalOperation(
      CoreTelemetry telemetry, WorkKind kind, Incoming incoming, @Nullable RemoteParent parent) {
    this.telemetry = telemetry;
    this.base = incoming.base();
    this.span = telemetry.rootSpan(kind, this, parent, incoming.correlationId());
  }

  /** A local root that is known already. */
  LocalOperation(
      CoreTelemetry telemetry,
      WorkKind kind,
      LocalRoot root,
      long parentId,
      Context base,
      long nanoTime) {
    this.telemetry = telemetry;
    this.base = base;
    this.span = new LocalSpan(root, kind, this, parentId, null, nanoTime);
  }

  /**
   * Whether work of a kind is to be watched here: not the agent's own, nor what is part of other.
   */
  static boolean isWatched(Context current, @Nullable LocalSpan enclosing, WorkKind kind) {
    return !AgentThreads.isCurrent()
        && (enclosing == null
            || !enclosing.isWithin(kind)
                && (enclosing.root().sampled() || !UnreadDatabaseCall.suppresses(current, kind)));
  }

  /** Settles the outcome and records the metrics; once, before the span is handed on. */
  abstract void complete(@Nullable Throwable error);

  boolean tryEnd() {
    return span.tryEnd();
  }

  /** Trace context, baggage and correlation id, for who comes next. */
  final <C> void injectInto(C carrier, HeaderSetter<C> setter) {
    telemetry.propagation.inject(span, base, carrier, setter);
    setter.set(carrier, telemetry.correlationIds.header(), span.root().correlationId());
  }

  @Override
  public final void end(@Nullable Throwable error) {
    if (tryEnd()) {
      complete(error);
      tellName();
      span.submit();
    }
  }

  /** What came in, to whoever looks at which thread works for what. */
  final void tellName() {
    Telemetry.RequestWatch watch = Telemetry.requestWatch();
    if (watch != null && (span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER)) {
      watch.isNamed(span.root().number(), spanName());
    }
  }

  @Override
  public final LocalSpan localSpan() {
    return span;
  }

  @Override
  public final Context base() {
    return base;
  }

  @Override
  public final Span span() {
    return span;
  }

  @Override
  public final Context context() {
    return this;
  }

  @Override
  public final Operation attach() {
    span.attach(this);
    return this;
  }

  @Override
  public final void detach() {
    span.detach(this);
  }

  @Override
  public final boolean ended() {
    return span.ended();
  }
}
