// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.HashSet;
import java.util.Set;

/** The part of labels that decides which elements of two vectors meet. */
final class Signatures {
  private final boolean on;
  private final Set<String> names;

  Signatures(VectorMatching matching) {
    this.on = matching.on();
    this.names = new HashSet<>(matching.labels());
    if (!on) {
      names.add(Labels.METRIC_NAME);
    }
  }

  Labels of(Labels labels) {
    return on ? labels.only(names) : labels.except(names);
  }
}
