// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that are spoken, and which of them a scraper wants. */
enum ExpositionFormat {
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  ExpositionFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** OpenMetrics for those that name it with at least the weight of plain text, else text. */
  static ExpositionFormat negotiate(@Nullable String accept) {
    double openMetrics = 0;
    double text = 0;
    int start = 0;
    while (accept != null && start < accept.length()) {
      int comma = accept.indexOf(',', start);
      int end = comma < 0 ? accept.length() : comma;
      String range = accept.substring(start, end).trim().toLowerCase(Locale.ROOT);
      if (range.startsWith("application/openmetrics-text")) {
        String version = parameter(range, "version");
        if (version == null || version.equals("1.0.0")) {
          openMetrics = Math.max(openMetrics, weight(range));
        }
      } else if (range.startsWith("text/plain")) {
        text = Math.max(text, weight(range));
      }
      start = end + 1;
    }
    return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : TEXT;
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
