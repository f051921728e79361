// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

/** An expression that cannot be understood. */
public final class ExprException extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * @param offset of the character that is wrong, from 0
   */
  public ExprException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
