// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.Map;
import java.util.TreeMap;

/** Writes groups of rules in Prometheus' format. Not thread-safe. */
final class RuleText {
  private final StringBuilder out = new StringBuilder("groups:\n");
  private boolean any;

  RuleText group(String name) {
    any = true;
    out.append("- name: ").append(quoted(name)).append("\n  rules:\n");
    return this;
  }

  RuleText recording(String name, String expr, Map<String, String> labels) {
    out.append("  - record: ").append(quoted(name)).append("\n    expr: ").append(quoted(expr));
    out.append('\n');
    map("labels", labels);
    return this;
  }

  /**
   * @param hold how long it is pending; empty for not at all
   */
  RuleText alert(
      String name,
      String expr,
      String hold,
      Map<String, String> labels,
      Map<String, String> annotations) {
    out.append("  - alert: ").append(quoted(name)).append("\n    expr: ").append(quoted(expr));
    out.append('\n');
    if (!hold.isEmpty()) {
      out.append("    for: ").append(hold).append('\n');
    }
    map("labels", labels);
    map("annotations", annotations);
    return this;
  }

  private void map(String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      out.append("    ").append(key).append(":\n");
      new TreeMap<>(map)
          .forEach(
              (name, value) ->
                  out.append("      ")
                      .append(quoted(name))
                      .append(": ")
                      .append(quoted(value))
                      .append('\n'));
    }
  }

  /** A text in which nothing is a template. */
  static String literal(String text) {
    return text.replace("{{", "{ {");
  }

  /** A text of YAML on one line, which is one of JSON, too. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
        quoted.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return any ? out.toString() : "";
  }
}
