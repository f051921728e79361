// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.List;
import java.util.Map;

/**
 * What is promised. Immutable.
 *
 * @param name unique among those of its service
 * @param service empty for this process
 * @param type {@code availability}, {@code latency}, {@code error_rate}, {@code ratio}, {@code
 *     threshold} or {@code business}
 * @param owner who answers for it; may be empty
 * @param labels of the recorded series and the alerts
 * @param target share of good events, above 0 and below 1
 * @param grouping labels, each of whose values has a budget of its own
 * @param minEvents fewer events tell nothing, and make no alert
 * @param warnBelow share of the budget below which the status is a warning
 * @param place where it was written
 */
record Objective(
    String name,
    String service,
    String type,
    String description,
    String owner,
    Map<String, String> labels,
    double target,
    Period period,
    Indicator indicator,
    List<String> grouping,
    int minEvents,
    double warnBelow,
    AlertPolicy alerts,
    String place) {
  static final int MIN_EVENTS = 10;
  static final double WARN_BELOW = 0.3;

  Objective {
    labels = Map.copyOf(labels);
    grouping = List.copyOf(grouping);
  }

  /** As Sloth names it: service and name. */
  String id() {
    return service.isEmpty() ? name : service + "-" + name;
  }

  /** The share of events that may be bad. */
  double budget() {
    return 1 - target;
  }

  Objective of(String otherService) {
    return service.isEmpty()
        ? new Objective(
            name,
            otherService,
            type,
            description,
            owner,
            labels,
            target,
            period,
            indicator,
            grouping,
            minEvents,
            warnBelow,
            alerts,
            place)
        : this;
  }

  /** What counting depends on; where this is equal, what was counted stays. */
  boolean countsAs(Objective other) {
    return indicator.equals(other.indicator)
        && grouping.equals(other.grouping)
        && period.equals(other.period);
  }
}
