// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.PromDuration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes rules as a Prometheus rule file: the same alerts, for a Prometheus that scrapes us. */
public final class RuleExport {
  private RuleExport() {}

  public static String write(List<RuleGroup> groups) {
    StringBuilder out = new StringBuilder("groups:\n");
    Set<String> names = new HashSet<>();
    for (RuleGroup group : groups) {
      String name = group.name();
      for (int i = 2; !names.add(name); i++) {
        name = group.name() + "-" + i;
      }
      out.append("  - name: ").append(quote(name)).append('\n');
      if (group.interval() != null) {
        out.append("    interval: ").append(PromDuration.format(group.interval())).append('\n');
      }
      if (group.limit() > 0) {
        out.append("    limit: ").append(group.limit()).append('\n');
      }
      if (!group.queryOffset().isZero()) {
        String offset = PromDuration.format(group.queryOffset());
        out.append("    query_offset: ").append(offset).append('\n');
      }
      out.append("    rules:").append(group.rules().isEmpty() ? " []\n" : "\n");
      group.rules().forEach(rule -> rule(out, rule));
    }
    return groups.isEmpty() ? "groups: []\n" : out.toString();
  }

  private static void rule(StringBuilder out, RuleDefinition rule) {
    String kind = rule instanceof RuleDefinition.Alerting ? "alert" : "record";
    out.append("      - ").append(kind).append(": ").append(quote(rule.name())).append('\n');
    out.append("        expr: ").append(quote(rule.query())).append('\n');
    if (rule instanceof RuleDefinition.Alerting alerting) {
      if (!alerting.hold().isZero()) {
        out.append("        for: ").append(PromDuration.format(alerting.hold())).append('\n');
      }
      if (!alerting.keepFiring().isZero()) {
        String keep = PromDuration.format(alerting.keepFiring());
        out.append("        keep_firing_for: ").append(keep).append('\n');
      }
      map(out, "labels", rule.labels());
      map(out, "annotations", alerting.annotations());
    } else {
      map(out, "labels", rule.labels());
    }
  }

  private static void map(StringBuilder out, String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      out.append("        ").append(key).append(":\n");
      map.forEach(
          (name, value) ->
              out.append("          ")
                  .append(quote(name))
                  .append(": ")
                  .append(quote(value))
                  .append('\n'));
    }
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
            String hex = Integer.toHexString(c);
            out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
