// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads OpenSLO's alert policies and their conditions, in place or by reference. Where alerts are
 * sent is for the routes to say, as with all alerts.
 */
final class OpenSloAlerts {
  private static final String POLICY = "AlertPolicy";
  private static final String CONDITION = "AlertCondition";
  private static final Duration LONGEST_AFTER = Duration.ofDays(7);

  private final Map<String, YamlMap> policies = new HashMap<>();
  private final Map<String, YamlMap> conditions = new HashMap<>();

  /** Remembers an object that others may refer to. */
  void add(String kind, String name, YamlMap object) {
    if (kind.equals(POLICY)) {
      policies.put(name, object);
    } else if (kind.equals(CONDITION)) {
      conditions.put(name, object);
    }
  }

  /** The alerts of an SLO: those of its policies, or the usual ones where it has none. */
  AlertPolicy of(YamlMap spec) throws YamlException {
    if (!spec.has("alertPolicies")) {
      return AlertPolicy.DEFAULT;
    }
    ConfigNode node = spec.node("alertPolicies");
    if (!(node instanceof ConfigNode.Sequence sequence)) {
      throw spec.error("alertPolicies", "'alertPolicies' must be a list");
    }
    List<AlertPolicy.Condition> found = new ArrayList<>();
    for (ConfigNode element : sequence.items()) {
      found.addAll(policy(policy(spec, element)));
    }
    return sequence.items().isEmpty() ? AlertPolicy.DEFAULT : AlertPolicy.only(found);
  }

  private YamlMap policy(YamlMap spec, ConfigNode element) throws YamlException {
    if (element instanceof ConfigNode.Scalar name) {
      return referred(policies, POLICY, name.text(), name.place());
    }
    if (!(element instanceof ConfigNode.Mapping mapping)) {
      throw new YamlException(
          element.place() + ": an element of 'alertPolicies' is a policy or refers to one");
    }
    YamlMap policy = spec.of(mapping);
    return policy.has("alertPolicyRef")
        ? referred(policies, POLICY, policy.text("alertPolicyRef"), policy.place("alertPolicyRef"))
        : policy;
  }

  private static YamlMap referred(
      Map<String, YamlMap> known, String kind, String name, String place) throws YamlException {
    YamlMap found = known.get(name);
    if (found == null) {
      throw new YamlException(place + ": there is no " + kind + " '" + name + "' in this file");
    }
    return found;
  }

  private List<AlertPolicy.Condition> policy(YamlMap policy) throws YamlException {
    String name = OpenSloReader.metadata(policy).required("name");
    YamlMap spec = OpenSloReader.spec(policy);
    boolean breaching = spec.flag("alertWhenBreaching", true);
    boolean noData = spec.flag("alertWhenNoData", false);
    if (!spec.flag("alertWhenResolved", true)) {
      spec.warn(
          "alertWhenResolved",
          "alertWhenResolved: whether an alert's end is told is for its receiver to say, by"
              + " 'send_resolved'");
    }
    if (!breaching && !noData) {
      spec.warn(
          "alertWhenBreaching",
          "alertWhenBreaching: the policy '"
              + name
              + "' makes no alert, neither when the budget"
              + " burns nor when there is no data");
    }
    if (spec.has("notificationTargets")) {
      spec.warn(
          "notificationTargets",
          "notificationTargets: alerts are sent by the routes of alerting, not by these");
    }
    List<AlertPolicy.Condition> found = new ArrayList<>();
    for (YamlMap each : spec.maps("conditions")) {
      YamlMap condition =
          each.has("conditionRef")
              ? referred(
                  conditions, CONDITION, each.text("conditionRef"), each.place("conditionRef"))
              : each;
      found.add(condition(name, condition, breaching, noData));
    }
    if (found.isEmpty()) {
      throw new YamlException(spec.place() + ": 'conditions' is missing");
    }
    return found;
  }

  private static AlertPolicy.Condition condition(
      String policy, YamlMap object, boolean breaching, boolean noData) throws YamlException {
    YamlMap spec = OpenSloReader.spec(object);
    YamlMap condition = spec.map("condition");
    if (condition == null) {
      throw new YamlException(spec.place() + ": 'condition' is missing");
    }
    String kind = condition.text("kind", "burnrate");
    if (!kind.equalsIgnoreCase("burnrate")) {
      throw condition.error("kind", "kind: only burnrate is known, not '" + kind + "'");
    }
    condition.required("threshold");
    condition.required("lookbackWindow");
    Duration after =
        condition.value(
            "alertAfter",
            Duration.ZERO,
            text -> PromDuration.parse(text, "0", PromDuration.format(LONGEST_AFTER)));
    return new AlertPolicy.Condition(
        policy,
        OpenSloReader.metadata(object).required("name"),
        spec.required("severity"),
        spec.text("description"),
        operator(condition),
        condition.value(
            "threshold",
            1.0,
            text ->
                OpenSloReader.number(
                    text, value -> value > 0 && value < 1e6, "a burn rate above 0, as in 14.4")),
        condition.value(
            "lookbackWindow", Duration.ofHours(1), text -> PromDuration.parse(text, "1m", "366d")),
        after,
        breaching,
        noData);
  }

  /**
   * The specification's own examples say {@code lte} and mean a burn rate that exceeds the
   * threshold; that it is low is no reason to call somebody.
   */
  private static String operator(YamlMap condition) throws YamlException {
    String operator = condition.required("op");
    switch (operator) {
      case "gte":
        return ">=";
      case "gt":
        return ">";
      case "lte", "lt":
        condition.warn(
            "op",
            "op: '"
                + operator
                + "' is read as the examples of OpenSLO mean it, that the burn rate exceeds the"
                + " threshold; '"
                + operator.replace('l', 'g')
                + "' says so");
        return operator.equals("lte") ? ">=" : ">";
      default:
        throw condition.error("op", "op: expected one of lte, gte, lt, gt");
    }
  }
}
