// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of one statement of one database have added up to since the agent keeps it.
 *
 * @param id of the statement in that database, the same for as long as it is kept
 * @param target the database
 * @param statement what it says, without data
 * @param errors calls that failed
 * @param nanos time of all calls together
 * @param rows rows that updates have changed
 * @param slow calls that took longer than {@code database.slow-query}
 * @param repeated traces in which it ran {@code database.repeated-query} times or more
 * @param mostRepeated how often it ran in one trace, at most, of those that repeated it
 * @param repeatedTraceId the last of those traces, or null
 * @param slowestNanos the longest call
 * @param slowestTraceId the trace of the longest call that was sampled, or null
 * @param buckets calls by duration: number {@code i} took less than {@link #bucketNanos}{@code (i)}
 *     and no less than the one before
 * @param results what the application has read of its results
 * @param unbounded calls that took long, and that no time-out would have ended
 */
public record DbCalls(
    long id,
    DbTarget target,
    DbStatement statement,
    long errors,
    long nanos,
    long rows,
    long slow,
    long repeated,
    int mostRepeated,
    @Nullable String repeatedTraceId,
    long slowestNanos,
    @Nullable String slowestTraceId,
    long[] buckets,
    Results results,
    Unbounded unbounded) {
  /**
   * Results of which the application has read the rows, in traces that are kept, where rows are
   * counted: which {@code instrumentation.jdbc-rows.enabled} says.
   *
   * @param count of results
   * @param rows of all together
   * @param large results of {@code database.large-result} rows or more
   * @param most rows of one
   * @param mostTraceId the trace of that one, or null
   */
  public record Results(
      long count, long rows, long large, long most, @Nullable String mostTraceId) {
    public static final Results NONE = new Results(0, 0, 0, 0, null);
  }

  /**
   * Calls of {@code database.missing-timeout} or longer that went well, while neither the statement
   * nor its connection had a time-out.
   *
   * @param longestNanos the longest of them
   */
  public record Unbounded(long calls, long longestNanos) {
    public static final Unbounded NONE = new Unbounded(0, 0);
  }

  /**
   * From 2 µs to about 10 minutes; four for each doubling, so that none is wider than a quarter.
   */
  public static final int BUCKETS = 116;

  private static final int FIRST_EXPONENT = 11;

  /** Calls in all. */
  public long calls() {
    long calls = 0;
    for (long count : buckets) {
      calls += count;
    }
    return calls;
  }

  /** The bucket of a duration. */
  public static int bucketOf(long nanos) {
    int exponent = 63 - Long.numberOfLeadingZeros(Math.max(1, nanos));
    if (exponent < FIRST_EXPONENT) {
      return 0;
    }
    int quarter = (int) (nanos >>> (exponent - 2)) & 3;
    return Math.min(BUCKETS - 1, 1 + (exponent - FIRST_EXPONENT) * 4 + quarter);
  }

  /** The upper bound of a bucket, exclusive. */
  public static long bucketNanos(int bucket) {
    return (4L + (bucket & 3)) << (FIRST_EXPONENT - 2 + (bucket >> 2));
  }
}
