// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * A span that another tracer has started within one of the agent's, in the same trace: what the
 * agent starts below it is its child, and goes on to know the agent's span around both.
 */
public record JoinedSpan(@Nullable LocalSpan enclosing, SpanContext span, long spanId) {
  private static final ContextKey<JoinedSpan> KEY = ContextKey.named("obs-joined-span");
  private static final JoinedSpan NONE = new JoinedSpan(null, SpanContext.getInvalid(), 0);

  /** A context with a span of another tracer, or of another process. */
  public static Context with(Context context, SpanContext span) {
    LocalSpan enclosing = LocalSpan.of(context);
    if (enclosing == null || !enclosing.getTraceId().equals(span.getTraceId())) {
      return context.with(Span.wrap(span));
    }
    long spanId = Ids.parse(span.getSpanId(), 0, 16);
    return spanId == enclosing.spanId()
        ? without(context)
        : context.with(KEY, new JoinedSpan(enclosing, span, spanId));
  }

  /** A context whose span is the agent's again. */
  public static Context without(Context context) {
    return in(context, LocalSpan.of(context)) == null ? context : context.with(KEY, NONE);
  }

  /** The innermost one, or null if the agent has started a span since. */
  public static @Nullable JoinedSpan in(Context context, @Nullable LocalSpan enclosing) {
    if (enclosing == null || context instanceof SpanInContext) {
      return null;
    }
    JoinedSpan joined = context.get(KEY);
    return joined != null && joined.enclosing == enclosing ? joined : null;
  }
}
