// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One label condition of a selector. Regular expressions are RE2 (linear time), anchored at both
 * ends, and {@code .} matches a newline, as in Prometheus 3. Immutable and thread-safe.
 */
public final class LabelMatcher {
  /** How the label's value is compared. */
  public enum Op {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    Op(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  private final Op op;
  private final String name;
  private final String value;
  private final @Nullable TextPattern simple;
  private final @Nullable Pattern pattern;

  /**
   * @throws com.google.re2j.PatternSyntaxException if the operator is a regular expression and the
   *     value is not one, or too large
   */
  public LabelMatcher(Op op, String name, String value) {
    this.op = op;
    this.name = name;
    this.value = value;
    boolean regex = op == Op.REGEX || op == Op.NOT_REGEX;
    this.simple = regex ? TextPattern.of(value) : null;
    this.pattern = regex && simple == null ? BoundedRegex.compile(value) : null;
  }

  public static LabelMatcher equal(String name, String value) {
    return new LabelMatcher(Op.EQUAL, name, value);
  }

  public Op op() {
    return op;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  /** Whether a label value (empty where the label is absent) fulfils the condition. */
  public boolean matches(String candidate) {
    return switch (op) {
      case EQUAL -> candidate.equals(value);
      case NOT_EQUAL -> !candidate.equals(value);
      case REGEX -> fits(candidate);
      case NOT_REGEX -> !fits(candidate);
    };
  }

  private boolean fits(String candidate) {
    return simple != null
        ? simple.matches(candidate)
        : pattern != null && pattern.matcher(candidate).matches();
  }

  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  @Override
  public String toString() {
    return name + op.symbol() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
