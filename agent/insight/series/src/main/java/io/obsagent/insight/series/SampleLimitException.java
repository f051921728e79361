// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

/** A query would have read more samples than it may. */
public final class SampleLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SampleLimitException(int limit) {
    super("query processing would load too many samples into memory (limit " + limit + ")");
  }
}
