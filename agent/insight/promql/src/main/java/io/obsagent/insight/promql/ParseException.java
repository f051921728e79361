// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** Text that is not an expression: {@code 1:5: parse error: unexpected …}. */
public final class ParseException extends PromqlException {
  private static final long serialVersionUID = 1L;

  private final String detail;
  private final int offset;

  ParseException(String input, int offset, String detail) {
    super(Position.lineAndColumn(input, offset) + ": parse error: " + detail);
    this.offset = offset;
    this.detail = detail;
  }

  /** What is wrong, without the place. */
  public String detail() {
    return detail;
  }

  /** Where, in characters from the start of the text. */
  public int offset() {
    return offset;
  }
}
