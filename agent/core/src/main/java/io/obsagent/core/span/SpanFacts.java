// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.obsagent.spi.export.FinishedSpan.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation knows about its span beyond what every span has. Kept in plain fields, and made
 * into names, boxes and redacted texts only when an exporter reads the span, on its own thread.
 */
public interface SpanFacts {
  String spanName();

  void describe(AttributeWriter writer);

  /** Who has begun it, where that is not the agent; null for the kind's own scope. */
  default @Nullable String scope() {
    return null;
  }

  /**
   * Events that are made when an exporter reads the span.
   *
   * @param epochNanos the end of the span
   */
  default List<Event> details(long epochNanos) {
    return List.of();
  }
}
