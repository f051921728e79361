// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** A well-formed expression whose evaluation failed or went over a limit. */
public final class EvaluationException extends PromqlException {
  private static final long serialVersionUID = 1L;

  /** Why, as the query API's {@code errorType} tells it. */
  public enum Kind {
    EXECUTION,
    TIMEOUT,
    LIMIT
  }

  private final Kind kind;

  EvaluationException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  EvaluationException(String message) {
    this(Kind.EXECUTION, message);
  }

  public Kind kind() {
    return kind;
  }
}
