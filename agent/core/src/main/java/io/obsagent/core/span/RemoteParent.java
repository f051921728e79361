// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The caller's span as its headers tell it.
 *
 * @param sampled the caller's decision, or null where it left it open
 * @param random whether the trace id is known to be random (W3C Trace Context level 2)
 */
public record RemoteParent(
    long traceHigh,
    long traceLow,
    long spanId,
    @Nullable Boolean sampled,
    boolean random,
    @Nullable String traceState) {

  /** A decision without a trace, as {@code b3: 0} is. */
  public static RemoteParent decisionOnly(boolean sampled) {
    return new RemoteParent(0, 0, 0, sampled, false, null);
  }

  /** As the API has it, to be linked. */
  public SpanContext spanContext() {
    return SpanContext.createFromRemoteParent(
        Ids.hex(traceHigh, traceLow),
        Ids.hex(spanId),
        Boolean.FALSE.equals(sampled) ? TraceFlags.getDefault() : TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  public boolean hasTrace() {
    return (traceHigh | traceLow) != 0;
  }
}
