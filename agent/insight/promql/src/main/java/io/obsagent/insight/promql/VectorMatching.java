// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of two vectors meet.
 *
 * @param labels the labels of {@code on} or {@code ignoring}
 * @param on whether {@code labels} are the ones compared, and not the ones left out
 * @param include the labels that {@code group_left} or {@code group_right} takes over
 * @param fillLeft the value of an element that is missing on the left, or null to leave it out
 * @param fillRight the same on the right
 */
public record VectorMatching(
    Cardinality cardinality,
    List<String> labels,
    boolean on,
    List<String> include,
    @Nullable Double fillLeft,
    @Nullable Double fillRight) {
  static final VectorMatching DEFAULT =
      new VectorMatching(Cardinality.ONE_TO_ONE, List.of(), false, List.of(), null, null);

  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  VectorMatching withCardinality(Cardinality other) {
    return new VectorMatching(other, labels, on, include, fillLeft, fillRight);
  }

  VectorMatching withFill(@Nullable Double left, @Nullable Double right) {
    return new VectorMatching(cardinality, labels, on, include, left, right);
  }

  /** Whether elements without a counterpart get one. */
  boolean fills() {
    return fillLeft != null || fillRight != null;
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
