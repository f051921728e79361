// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RuleStatus;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which rules a request wants, as Prometheus' <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/#rules">{@code /api/v1/rules}</a>
 * has it: each parameter that is given narrows them, values of one are alternatives.
 *
 * @param type {@code alert}, {@code record} or empty for both
 * @param matchers of the labels that a rule is written with; one list has to match in all
 * @param withAlerts whether alerts are told beside their rules
 * @param groupLimit how many groups one answer has at most
 * @param nextToken what the answer before gave, or empty
 */
record RulesQuery(
    String type,
    Set<String> names,
    Set<String> groups,
    Set<String> files,
    List<List<LabelMatcher>> matchers,
    boolean withAlerts,
    int groupLimit,
    String nextToken) {

  /** A group with those of its rules that are wanted; never without any. */
  record Found(RuleGroup group, List<RuleStatus> rules) {}

  /**
   * @param nextToken where to go on, or empty
   */
  record Page(List<Found> groups, String nextToken) {}

  static RulesQuery of(Params params) {
    String type = params.text("type").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw wrong("type", "not supported value \"" + type + "\"");
    }
    int limit = groupLimit(params);
    String token = params.text("group_next_token");
    if (!token.isEmpty() && limit == Integer.MAX_VALUE) {
      throw wrong(
          "group_limit", "group_limit needs to be present in order to paginate over the groups");
    }
    return new RulesQuery(
        type,
        Set.copyOf(params.all("rule_name[]")),
        Set.copyOf(params.all("rule_group[]")),
        Set.copyOf(params.all("file[]")),
        params.selectors(),
        !excludesAlerts(params.text("exclude_alerts").toLowerCase(Locale.ROOT)),
        limit,
        token);
  }

  private static int groupLimit(Params params) {
    String text = params.text("group_limit");
    if (text.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw wrong(
          "group_limit",
          "group_limit needs to be a valid number: strconv.Atoi: parsing \""
              + text
              + "\": invalid syntax");
    }
    throw wrong("group_limit", "group_limit needs to be greater than 0");
  }

  private static boolean excludesAlerts(String text) {
    return switch (text) {
      case "1", "t", "true" -> true;
      case "", "0", "f", "false" -> false;
      default ->
          throw wrong(
              "exclude_alerts",
              "error converting exclude_alerts: strconv.ParseBool: parsing \""
                  + text
                  + "\": invalid syntax");
    };
  }

  private static ApiException wrong(String parameter, String why) {
    return ApiException.badData("invalid parameter \"" + parameter + "\": " + why);
  }

  /** The groups that are wanted of all rules, in their order. */
  Page page(List<RuleStatus> all) {
    Map<RuleGroup, List<RuleStatus>> byGroup = new IdentityHashMap<>();
    Set<RuleGroup> order = new LinkedHashSet<>();
    for (RuleStatus rule : all) {
      if (wants(rule)) {
        order.add(rule.group());
        byGroup.computeIfAbsent(rule.group(), group -> new ArrayList<>()).add(rule);
      }
    }
    boolean begun = nextToken.isEmpty();
    List<Found> found = new ArrayList<>();
    for (RuleGroup group : order) {
      begun |= token(group).equals(nextToken);
      if (begun && found.size() == groupLimit) {
        return new Page(found, token(group));
      }
      if (begun) {
        found.add(new Found(group, byGroup.getOrDefault(group, List.of())));
      }
    }
    if (!begun) {
      throw wrong(
          "group_next_token",
          "invalid group_next_token '" + nextToken + "'. were rule groups changed?");
    }
    return new Page(found, "");
  }

  private boolean wants(RuleStatus status) {
    RuleDefinition rule = status.rule();
    boolean alert = rule instanceof RuleDefinition.Alerting;
    return (type.isEmpty() || type.equals("alert") == alert)
        && (names.isEmpty() || names.contains(rule.name()))
        && (groups.isEmpty() || groups.contains(status.group().name()))
        && (files.isEmpty() || files.contains(status.group().file()))
        && (matchers.isEmpty() || matches(Labels.of(rule.labels())));
  }

  private boolean matches(Labels labels) {
    return matchers.stream()
        .anyMatch(list -> list.stream().allMatch(matcher -> matcher.matches(labels)));
  }

  private static String token(RuleGroup group) {
    String key = group.file() + ';' + group.name();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
