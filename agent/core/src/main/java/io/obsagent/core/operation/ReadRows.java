// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;

/** What the application has read of an answer, whose call was over before. */
final class ReadRows {
  private static final double SECOND = 1e9;

  /** When the answer was there, as {@link System#nanoTime}. */
  final long answeredNanos;

  /** How often the trace has run the statement, if that is just then too often; else 0. */
  final int repeated;

  private long rows;
  private long nanos;

  ReadRows(long answeredNanos, int repeated) {
    this.answeredNanos = answeredNanos;
    this.repeated = repeated;
  }

  void tell(long read, long took) {
    rows = read;
    nanos = took;
  }

  /** How often the application has moved to a row. */
  long rows() {
    return rows;
  }

  void describe(AttributeWriter writer) {
    writer.put(Attribute.DB_RETURNED_ROWS, rows);
    writer.write(Attribute.DB_FETCH, nanos / SECOND);
  }
}
