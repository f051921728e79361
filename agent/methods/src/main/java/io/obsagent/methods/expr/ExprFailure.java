// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

/**
 * An expression that does not fit what it meets. Without a stack trace, so that it may be kept and
 * thrown again: a trace holds the classes in it.
 */
public final class ExprFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExprFailure(String message) {
    super(message, null, false, false);
  }

  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
