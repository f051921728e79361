// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.extension;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides at a trace's first span in this process whether it is kept, on the thread of the request.
 * Throws nothing and waits for nothing. Thread-safe.
 */
@FunctionalInterface
public interface TraceSampler {
  boolean sample(Question question);

  /**
   * What is known when the decision is made.
   *
   * @param traceLow the last eight bytes of the trace id
   * @param parent the caller's span; invalid if there is none
   * @param decided what the caller has decided, or null where it left it open
   * @param name of the span, as far as it is known
   * @param path of the request being served; empty for other work
   * @param attributes that the span begins with
   */
  record Question(
      String traceId,
      long traceLow,
      SpanContext parent,
      @Nullable Boolean decided,
      String name,
      SpanKind kind,
      String path,
      Attributes attributes) {}
}
