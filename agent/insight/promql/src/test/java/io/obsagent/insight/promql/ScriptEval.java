// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code eval} of a script.
 *
 * @param line its line in the file, from one
 * @param step null for an instant query, at {@code start}
 * @param storage what was loaded before it
 * @param text the string that is expected, or null
 * @param matrix where the points that an instant query gives are expected, or null
 */
record ScriptEval(
    int line,
    String expr,
    long start,
    long end,
    @Nullable Long step,
    ScriptStorage storage,
    List<Expectation> expectations,
    List<ExpectedSeries> series,
    @Nullable Double scalar,
    @Nullable String text,
    long @Nullable [] matrix) {
  /** What is expected beside the result. */
  enum Kind {
    FAIL,
    WARN,
    NO_WARN,
    INFO,
    NO_INFO,
    ORDERED
  }

  /** A condition on the errors and annotations. */
  record Expectation(Kind kind, @Nullable String message, @Nullable Pattern regex) {
    boolean matches(String actual) {
      if (message != null) {
        return message.equals(actual);
      }
      return regex == null || regex.matcher(actual).find();
    }
  }

  /** A series and its points. */
  record ExpectedSeries(Labels labels, List<SeriesNotation.Point> points) {}

  boolean expects(Kind kind) {
    return expectations.stream().anyMatch(expectation -> expectation.kind() == kind);
  }

  boolean expectsHistograms() {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .anyMatch(SeriesNotation.Point.Histogram.class::isInstance);
  }

  String name() {
    return "line " + line + ": " + expr;
  }
}
