// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The formats that are spoken, and which of them a scraper wants. Those with names in UTF-8 are
 * what Prometheus 3 asks for with {@code escaping=allow-utf-8}; the others get underscores instead.
 */
enum ExpositionFormat {
  TEXT("text/plain; version=0.0.4; charset=utf-8", false, false),
  TEXT_UTF8("text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8", false, true),
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8", true, false),
  OPEN_METRICS_UTF8(
      "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
      true,
      true);

  private final String contentType;
  final boolean openMetrics;

  /** Whether names stand as they are, quoted where they have to be. */
  final boolean utf8;

  ExpositionFormat(String contentType, boolean openMetrics, boolean utf8) {
    this.contentType = contentType;
    this.openMetrics = openMetrics;
    this.utf8 = utf8;
  }

  String contentType() {
    return contentType;
  }

  /** What the scraper gives most weight; of equals the later of the constants, else text. */
  static ExpositionFormat negotiate(@Nullable String accept) {
    ExpositionFormat best = TEXT;
    double bestWeight = 0;
    int start = 0;
    while (accept != null && start < accept.length()) {
      int comma = accept.indexOf(',', start);
      int end = comma < 0 ? accept.length() : comma;
      String range = accept.substring(start, end).trim().toLowerCase(Locale.ROOT);
      ExpositionFormat format = of(range);
      double weight = format == null ? 0 : weight(range);
      if (weight > 0
          && (weight > bestWeight || weight == bestWeight && format.ordinal() > best.ordinal())) {
        best = format;
        bestWeight = weight;
      }
      start = end + 1;
    }
    return best;
  }

  /** The format of one media range, or null for one that is not spoken. */
  private static @Nullable ExpositionFormat of(String range) {
    String version = parameter(range, "version");
    boolean utf8 = "allow-utf-8".equals(parameter(range, "escaping"));
    if (range.startsWith("application/openmetrics-text")) {
      return version != null && !version.equals("1.0.0")
          ? null
          : utf8 ? OPEN_METRICS_UTF8 : OPEN_METRICS;
    }
    if (range.startsWith("text/plain")) {
      return utf8 && "1.0.0".equals(version) ? TEXT_UTF8 : TEXT;
    }
    return null;
  }

  private static double weight(String range) {
    String q = parameter(range, "q");
    try {
      return q == null ? 1 : Double.parseDouble(q);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable String parameter(String range, String name) {
    int start = range.indexOf(';');
    while (start >= 0) {
      int next = range.indexOf(';', start + 1);
      String pair = range.substring(start + 1, next < 0 ? range.length() : next).trim();
      if (pair.startsWith(name) && pair.length() > name.length()) {
        String rest = pair.substring(name.length()).trim();
        if (rest.startsWith("=")) {
          return rest.substring(1).trim();
        }
      }
      start = next;
    }
    return null;
  }
}
