// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.spi.telemetry.BusinessMetrics;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.SpanKind;
import java.util.concurrent.ConcurrentHashMap;

/** The work that the application names. */
final class Operations {
  private static final int MAX_KEPT = 2_000;
  private static final int MAX_NAME = 256;

  private static final WorkKind KIND = WorkKind.registerNesting("api", SpanKind.INTERNAL);

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
      known = Work.of(KIND, bounded).duration(BusinessMetrics.OPERATION_DURATION, bounded);
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
