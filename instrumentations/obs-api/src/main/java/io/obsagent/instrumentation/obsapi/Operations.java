// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.SpanKind;
import java.util.concurrent.ConcurrentHashMap;

/** The work that the application names. */
final class Operations {
  private static final int MAX_KEPT = 2_000;
  private static final int MAX_NAME = 256;

  private static final WorkKind KIND = WorkKind.registerNesting("api", SpanKind.INTERNAL);

  private static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "operation_duration_seconds",
              "Operations of the application's business, as it tells of them.",
              0.005,
              0.01,
              0.025,
              0.05,
              0.1,
              0.25,
              0.5,
              1,
              2.5,
              5,
              10,
              30,
              60,
              300)
          .unit("s")
          .labels("operation", Work.OUTCOME);

  private static final ConcurrentHashMap<String, Work> KEPT = new ConcurrentHashMap<>();

  private Operations() {}

  static Work span(String name) {
    return Work.of(KIND, cut(name));
  }

  /** With a duration. */
  static Work operation(String name) {
    String bounded = cut(name);
    Work known = KEPT.get(bounded);
    if (known == null) {
      known = Work.of(KIND, bounded).duration(DURATION, bounded);
      if (KEPT.size() < MAX_KEPT) {
        KEPT.put(bounded, known);
      }
    }
    return known;
  }

  /** What is empty, or null, has a name all the same. */
  private static String cut(String name) {
    String given = String.valueOf(name);
    return given.isEmpty() ? "unnamed" : given.substring(0, Math.min(given.length(), MAX_NAME));
  }
}
