// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node of the routing tree, with everything that it inherits filled in.
 *
 * @param id unique in the tree, the same again after a restart with the same tree
 * @param key the path of matchers, part of a group's key in messages
 * @param receiver a receiver's or an on-call schedule's name
 * @param groupBy sorted label names; not used if groupByAll
 * @param labels templates by their names, for {@code routeLabels}
 * @param escalation further receivers for what stays unacknowledged
 */
public record Route(
    String id,
    String key,
    List<LabelMatcher> matchers,
    boolean continues,
    String receiver,
    List<String> groupBy,
    boolean groupByAll,
    Duration groupWait,
    Duration groupInterval,
    Duration repeatInterval,
    List<String> muteTimeIntervals,
    List<String> activeTimeIntervals,
    Map<String, String> labels,
    List<EscalationStep> escalation,
    List<Route> routes) {

  static final Duration GROUP_WAIT = Duration.ofSeconds(30);
  static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
  static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

  /** A root that sends everything to one receiver, with Alertmanager's defaults. */
  static Route root(String receiver, List<String> groupBy, List<Route> routes) {
    return new Route(
        "0",
        "{}",
        List.of(),
        false,
        receiver,
        groupBy,
        false,
        GROUP_WAIT,
        GROUP_INTERVAL,
        REPEAT_INTERVAL,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        routes);
  }

  boolean accepts(Labels labels) {
    for (LabelMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The deepest routes for an alert, first match first; empty if this one does not match. */
  public List<Route> match(Labels labels) {
    if (!accepts(labels)) {
      return List.of();
    }
    List<Route> found = new ArrayList<>();
    for (Route route : routes) {
      List<Route> matches = route.match(labels);
      found.addAll(matches);
      if (!matches.isEmpty() && !route.continues) {
        break;
      }
    }
    return found.isEmpty() ? List.of(this) : found;
  }

  /** The labels by which an alert is grouped here. */
  public Labels groupLabels(Labels labels) {
    if (groupByAll) {
      return labels;
    }
    String[] pairs = new String[groupBy.size() * 2];
    for (int i = 0; i < groupBy.size(); i++) {
      pairs[2 * i] = groupBy.get(i);
      pairs[2 * i + 1] = labels.get(groupBy.get(i));
    }
    return Labels.of(pairs);
  }
}
