// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.Expr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants of the methods that a pattern matches. Immutable; two that say the same in
 * different lines are equal.
 *
 * @param place file and line, for messages
 * @param span name of spans; empty for the method's own name; null for none
 * @param attributes of the span and of the event
 * @param event name of a business event, or null
 * @param when condition of metrics, attributes and event, or null
 */
record MethodEntry(
    String place,
    MethodPattern match,
    @Nullable String span,
    List<MetricSpec> metrics,
    Map<String, Expr> attributes,
    @Nullable String event,
    @Nullable Expr when) {

  private List<Object> said() {
    return java.util.Arrays.asList(match, span, metrics, attributes, event, when);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MethodEntry entry && said().equals(entry.said());
  }

  @Override
  public int hashCode() {
    return match.hashCode();
  }
}
