// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;

/**
 * Which elements of two vectors meet.
 *
 * @param labels the labels of {@code on} or {@code ignoring}
 * @param on whether {@code labels} are the ones compared, and not the ones left out
 * @param include the labels that {@code group_left} or {@code group_right} takes over
 */
public record VectorMatching(
    Cardinality cardinality, List<String> labels, boolean on, List<String> include) {
  static final VectorMatching DEFAULT =
      new VectorMatching(Cardinality.ONE_TO_ONE, List.of(), false, List.of());

  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  VectorMatching withCardinality(Cardinality other) {
    return new VectorMatching(other, labels, on, include);
  }

  /** How many elements may meet. */
  public enum Cardinality {
    ONE_TO_ONE("one-to-one"),
    MANY_TO_ONE("many-to-one"),
    ONE_TO_MANY("one-to-many"),
    MANY_TO_MANY("many-to-many");

    private final String title;

    Cardinality(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }
}
