// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import org.jspecify.annotations.Nullable;

/**
 * The time that a selector or subquery looks at instead of the evaluation time.
 *
 * @param offset how long before it, or null
 * @param at the fixed instant ({@code @}), or null
 */
public record TimeShift(@Nullable DurationExpr offset, @Nullable At at) {
  static final TimeShift NONE = new TimeShift(null, null);

  /** The instant of an {@code @} modifier. */
  public sealed interface At {
    /** {@code @ 1609746000}, in epoch milliseconds. */
    record Instant(long millis) implements At {}

    /** {@code @ start()}. */
    record Start() implements At {}

    /** {@code @ end()}. */
    record End() implements At {}
  }
}
