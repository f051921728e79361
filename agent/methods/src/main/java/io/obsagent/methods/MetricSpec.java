// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.Expr;
import io.obsagent.spi.metrics.MetricDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a method's calls. Immutable.
 *
 * @param labels one for each label of the definition
 * @param value what is added, set or recorded; null for one of a counter, for the duration of a
 *     histogram
 */
record MetricSpec(Kind kind, MetricDefinition definition, List<Expr> labels, @Nullable Expr value) {
  /** What becomes of the value. */
  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** How many calls run. */
    ACTIVE
  }
}
