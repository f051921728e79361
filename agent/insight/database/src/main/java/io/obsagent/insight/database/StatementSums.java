// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.spi.telemetry.DbCalls;
import java.util.Arrays;

/** What the calls of one statement added up to in a part of time. Not thread-safe. */
final class StatementSums {
  private static final double SECOND = 1e9;

  private final KeptStatement statement;

  private long calls;
  private long errors;
  private long nanos;
  private long rows;
  private long slow;
  private long repeated;

  /** Counts of the buckets from {@link #first} on: few are used. */
  private int[] counts = {};

  private int first;

  private StatementSums(KeptStatement statement) {
    this.statement = statement;
  }

  /** What has come since the newest part ended. */
  static StatementSums ofNewest(KeptStatement statement) {
    StatementSums sums = new StatementSums(statement);
    DbCalls now = statement.latest;
    DbCalls before = statement.partEnd;
    sums.errors = now.errors() - (before == null ? 0 : before.errors());
    sums.nanos = now.nanos() - (before == null ? 0 : before.nanos());
    sums.rows = now.rows() - (before == null ? 0 : before.rows());
    sums.slow = now.slow() - (before == null ? 0 : before.slow());
    sums.repeated = now.repeated() - (before == null ? 0 : before.repeated());
    int end = 0;
    int begin = DbCalls.BUCKETS;
    long[] grown = new long[DbCalls.BUCKETS];
    for (int i = 0; i < grown.length; i++) {
      grown[i] = now.buckets()[i] - (before == null ? 0 : before.buckets()[i]);
      if (grown[i] > 0) {
        begin = Math.min(begin, i);
        end = i + 1;
        sums.calls += grown[i];
      }
    }
    sums.first = Math.min(begin, end);
    sums.counts = new int[end - sums.first];
    for (int i = 0; i < sums.counts.length; i++) {
      sums.counts[i] = (int) Math.min(Integer.MAX_VALUE, grown[sums.first + i]);
    }
    return sums;
  }

  /** A sum of its own, which others can be added to. */
  StatementSums copy() {
    StatementSums copy = new StatementSums(statement);
    copy.add(this);
    return copy;
  }

  /**
   * @param other the same statement's
   */
  void add(StatementSums other) {
    calls += other.calls;
    errors += other.errors;
    nanos += other.nanos;
    rows += other.rows;
    slow += other.slow;
    repeated += other.repeated;
    if (other.counts.length > 0) {
      addCounts(other);
    }
  }

  private void addCounts(StatementSums other) {
    int from = counts.length == 0 ? other.first : Math.min(first, other.first);
    int to = Math.max(first + counts.length, other.first + other.counts.length);
    int[] both = new int[to - from];
    for (int i = 0; i < counts.length; i++) {
      both[first - from + i] = counts[i];
    }
    for (int i = 0; i < other.counts.length; i++) {
      int at = other.first - from + i;
      both[at] = (int) Math.min(Integer.MAX_VALUE, (long) both[at] + other.counts[i]);
    }
    first = from;
    counts = both;
  }

  /** The statement, and what is known of it since the agent keeps it. */
  DbCalls latest() {
    return statement.latest;
  }

  long calls() {
    return calls;
  }

  long errors() {
    return errors;
  }

  long rows() {
    return rows;
  }

  long slow() {
    return slow;
  }

  /** Traces that ran it too often. */
  long repeated() {
    return repeated;
  }

  /** Of all calls together. */
  double seconds() {
    return nanos / SECOND;
  }

  /**
   * Linear within a bucket, which is a quarter wider than the one before, and never beyond the
   * longest call.
   *
   * @return seconds; NaN without calls
   */
  double quantile(double share) {
    long all = Arrays.stream(counts).asLongStream().sum();
    if (all == 0) {
      return Double.NaN;
    }
    double rank = share * all;
    double below = 0;
    for (int i = 0; i < counts.length; i++) {
      if (below + counts[i] >= rank && counts[i] > 0) {
        int bucket = first + i;
        double low = bucket == 0 ? 0 : DbCalls.bucketNanos(bucket - 1);
        double within = (rank - below) / counts[i];
        double value = low + (DbCalls.bucketNanos(bucket) - low) * within;
        return Math.min(value, statement.latest.slowestNanos()) / SECOND;
      }
      below += counts[i];
    }
    return statement.latest.slowestNanos() / SECOND;
  }
}
