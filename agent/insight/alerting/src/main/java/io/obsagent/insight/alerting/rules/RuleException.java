// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

/** A rule that could not be evaluated, worded as Prometheus words it. */
final class RuleException extends Exception {
  private static final long serialVersionUID = 1L;

  RuleException(String message) {
    super(message);
  }
}
