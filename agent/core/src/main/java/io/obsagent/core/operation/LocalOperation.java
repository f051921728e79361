// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanFacts;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** What all operations have in common: a span, and a context that is the operation itself. */
interface LocalOperation extends Operation, SpanInContext, SpanFacts {
  /** Settles the outcome and records the metrics; once, before the span is handed on. */
  void complete(@Nullable Throwable error);

  @Override
  default void end(@Nullable Throwable error) {
    LocalSpan span = localSpan();
    if (span.tryEnd()) {
      complete(error);
      span.submit();
    }
  }

  @Override
  default Span span() {
    return localSpan();
  }

  @Override
  default Context context() {
    return this;
  }

  @Override
  default Operation attach() {
    localSpan().attach(this);
    return this;
  }

  @Override
  default void detach() {
    localSpan().detach();
  }

  @Override
  default boolean ended() {
    return localSpan().ended();
  }
}
