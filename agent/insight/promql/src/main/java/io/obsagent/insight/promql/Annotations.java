// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warnings and infos of one query, each kind of text once. */
final class Annotations {
  /** The most texts that a result carries; one a metric name could be many. */
  private static final int MAX = 100;

  private final Map<String, String> warnings = new LinkedHashMap<>();
  private final Map<String, String> infos = new LinkedHashMap<>();

  void warn(String text, Position position) {
    add(warnings, "PromQL warning: " + text, position.place());
  }

  void info(String text, Position position) {
    add(infos, "PromQL info: " + text, position.place());
  }

  private static void add(Map<String, String> to, String text, String place) {
    if (to.size() < MAX) {
      to.putIfAbsent(text, text + " (" + place + ")");
    }
  }

  List<String> warnings() {
    return List.copyOf(warnings.values());
  }

  List<String> infos() {
    return List.copyOf(infos.values());
  }

  void checkQuantile(double[] quantiles, Position position) {
    for (double q : quantiles) {
      if (!(q >= 0 && q <= 1)) {
        warn(
            "quantile value should be between 0 and 1, got " + NumberSyntax.formatShort(q),
            position);
      }
    }
  }
}
