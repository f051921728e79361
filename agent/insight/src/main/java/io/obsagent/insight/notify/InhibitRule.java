// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

import io.obsagent.insight.series.LabelMatcher;
import io.obsagent.insight.series.Labels;
import java.util.ArrayList;
import java.util.List;

/** While a source alert fires, target alerts with the same values of the equal labels are mute. */
record InhibitRule(List<LabelMatcher> sources, List<LabelMatcher> targets, List<String> equal) {

  boolean isSource(Labels labels) {
    return all(sources, labels);
  }

  boolean isTarget(Labels labels) {
    return all(targets, labels);
  }

  /** A missing label is the same as an empty one. */
  List<String> equalValues(Labels labels) {
    List<String> values = new ArrayList<>(equal.size());
    for (String name : equal) {
      values.add(labels.get(name));
    }
    return values;
  }

  static boolean all(List<LabelMatcher> matchers, Labels labels) {
    for (LabelMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
