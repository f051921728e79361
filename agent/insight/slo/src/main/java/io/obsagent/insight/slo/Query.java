// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An expression in which the range is left open, as Sloth writes it: {@code [{{.window}}]}.
 * Immutable.
 *
 * @param template parses whatever the window is
 */
record Query(String template) {
  private static final Pattern WINDOW = Pattern.compile("\\{\\{\\s*\\.window\\s*}}");

  /** What the window's place holds while only the shape counts. */
  private static final String ANY = "5m";

  /**
   * @throws IllegalArgumentException if it is no expression; the message has line and column in it
   */
  static Query of(String template) {
    Query query = new Query(template.strip());
    try {
      query.at(ANY);
    } catch (PromqlException e) {
      throw new IllegalArgumentException("no PromQL: " + e.getMessage(), e);
    }
    return query;
  }

  /**
   * An expression, or a selector of counters alone ({@code orders_total}), for which the sum of its
   * rates is meant.
   */
  static Query ofEvents(String text) {
    Query query = of(text);
    return query.at(ANY) instanceof Expr.VectorSelector
        ? new Query("sum(rate(" + query.template + "[{{.window}}]))")
        : query;
  }

  String text(String window) {
    return WINDOW.matcher(template).replaceAll(window);
  }

  Expr at(String window) {
    return PromqlParser.parse(text(window));
  }

  Expr at(Duration window) {
    return at(window.toSeconds() + "s");
  }

  boolean hasWindow() {
    return WINDOW.matcher(template).find();
  }

  @Override
  public String toString() {
    return template;
  }
}
