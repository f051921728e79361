// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.dashboards.Dashboard.Variable;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a query for what is known only when it is asked:
 *
 * <pre>
 * $here      job and instance as they were chosen, for the braces of each selector
 * $rate      the range of a rate: some samples, whatever the step
 * $range     all the time that is shown
 * $route     what was chosen of a variable 'route', as a regular expression
 * </pre>
 */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("\\$([a-z_]+)");
  private static final String ALL = ".*";

  private Placeholders() {}

  /** As Grafana writes them. */
  static String forGrafana(String expr) {
    return NAME.matcher(expr)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    switch (found.group(1)) {
                      case "here" -> "job=~\"$job\", instance=~\"$instance\"";
                      case "rate" -> "$__rate_interval";
                      case "range" -> "$__range";
                      default -> found.group();
                    }));
  }

  /**
   * With values in their places.
   *
   * @param chosen of each variable, any one of the values; of none, all
   * @param rate {@code 1m}
   * @param range {@code 1h}
   */
  static String filled(String expr, Map<String, List<String>> chosen, String rate, String range) {
    return NAME.matcher(expr)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    switch (found.group(1)) {
                      case "here" -> here(chosen);
                      case "rate" -> rate;
                      case "range" -> range;
                      default -> regex(chosen.getOrDefault(found.group(1), List.of()));
                    }));
  }

  private static String here(Map<String, List<String>> chosen) {
    return "job=~\""
        + regex(chosen.getOrDefault("job", List.of()))
        + "\", instance=~\""
        + regex(chosen.getOrDefault("instance", List.of()))
        + "\"";
  }

  /** Inside a string of PromQL. */
  private static String regex(List<String> values) {
    if (values.isEmpty()) {
      return ALL;
    }
    StringBuilder out = new StringBuilder();
    for (String value : values) {
      out.append(out.length() == 0 ? "" : "|");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\n') {
          out.append("\\n");
        } else if (c == '"') {
          out.append("\\\"");
        } else {
          out.append("\\.+*?()|[]{}^$".indexOf(c) < 0 ? "" : "\\\\");
          out.append(c == '\\' ? "\\\\" : String.valueOf(c));
        }
      }
    }
    return out.toString();
  }

  /** The first name that stands for nothing, or the empty text. */
  static String unknown(String expr, List<Variable> variables) {
    Matcher matcher = NAME.matcher(expr);
    while (matcher.find()) {
      String name = matcher.group(1);
      boolean known =
          List.of("here", "rate", "range", "job", "instance").contains(name)
              || variables.stream().anyMatch(variable -> variable.name().equals(name));
      if (!known) {
        return name;
      }
    }
    return "";
  }
}
