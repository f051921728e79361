// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.List;

/** While a source alert fires, target alerts with the same values of the equal labels are mute. */
public record InhibitRule(
    List<LabelMatcher> sources, List<LabelMatcher> targets, List<String> equal) {

  public boolean isSource(Labels labels) {
    return all(sources, labels);
  }

  public boolean isTarget(Labels labels) {
    return all(targets, labels);
  }

  /** A missing label is the same as an empty one. */
  public List<String> equalValues(Labels labels) {
    List<String> values = new ArrayList<>(equal.size());
    for (String name : equal) {
      values.add(labels.get(name));
    }
    return values;
  }

  public static boolean all(List<LabelMatcher> matchers, Labels labels) {
    for (LabelMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
