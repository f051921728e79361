// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** An expression that cannot be parsed or evaluated; the message is worded as Prometheus does. */
public abstract sealed class PromqlException extends RuntimeException
    permits ParseException, EvaluationException, NotSupportedException {
  private static final long serialVersionUID = 1L;

  PromqlException(String message) {
    super(message);
  }
}
