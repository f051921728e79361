// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.span.LocalRoot;
import io.obsagent.spi.telemetry.DbCalls;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one statement of one database add up to, and the metric cell of those that went
 * well. Thread-safe; what is only an example (the slowest, the last trace that repeated it) may be
 * lost where two come at once.
 */
final class StatementAccount {
  private static final int ERRORS = 0;
  private static final int ROWS = 1;
  private static final int SLOW = 2;
  private static final int REPEATED = 3;
  private static final int UNBOUNDED = 4;
  private static final int RESULTS = 5;
  private static final int READ = 6;
  private static final int LARGE = 7;

  final DbTarget target;
  volatile @Nullable HistogramCell ok;
  private volatile @Nullable StatementCalls table;

  /** The same statement of another database, run before; the chain may be a circle. */
  volatile @Nullable StatementAccount sibling;

  private final long id;
  private final DbStatement statement;
  private final LongAdder nanos = new LongAdder();
  private final AtomicLongArray rare = new AtomicLongArray(LARGE + 1);
  private final AtomicLongArray buckets = new AtomicLongArray(DbCalls.BUCKETS);
  private volatile long slowestNanos;
  private volatile @Nullable String slowestTraceId;
  private volatile int mostRepeated;
  private volatile @Nullable String repeatedTraceId;
  private volatile long mostRead;
  private volatile @Nullable String mostReadTraceId;
  private volatile long longestUnboundedNanos;
  private long marked;

  StatementAccount(StatementCalls table, long id, DbTarget target, DbStatement statement) {
    this.table = table;
    this.id = id;
    this.target = target;
    this.statement = statement;
  }

  void add(LocalRoot root, long duration, boolean failed, long affectedRows, long slowAfterNanos) {
    nanos.add(duration);
    buckets.getAndIncrement(DbCalls.bucketOf(duration));
    if (failed) {
      rare.getAndIncrement(ERRORS);
    }
    if (affectedRows > 0) {
      rare.getAndAdd(ROWS, affectedRows);
    }
    if (duration >= slowAfterNanos) {
      rare.getAndIncrement(SLOW);
    }
    if (duration > slowestNanos) {
      slowestNanos = duration;
      slowestTraceId = traceOf(root);
    }
  }

  /** Whether the table still has it: there may be another table in the process, of a test. */
  boolean isOf(StatementCalls asking) {
    return table == asking;
  }

  /** It is the table's no more. */
  void letGo() {
    table = null;
  }

  /** Whether it stands for all that there was no room for. */
  boolean isOthers() {
    return id == 0;
  }

  /** A trace has run it once more than it should. */
  void repeated(LocalRoot root, int times, boolean first) {
    if (first) {
      rare.getAndIncrement(REPEATED);
      String trace = traceOf(root);
      repeatedTraceId = trace == null ? repeatedTraceId : trace;
    }
    if (times > mostRepeated) {
      mostRepeated = times;
    }
  }

  /** The application has read a result. */
  void read(LocalRoot root, long rows, long largeRows) {
    rare.getAndIncrement(RESULTS);
    rare.getAndAdd(READ, rows);
    if (rows >= largeRows) {
      rare.getAndIncrement(LARGE);
    }
    if (rows > mostRead) {
      mostRead = rows;
      mostReadTraceId = traceOf(root);
    }
  }

  /** No time-out would have ended a call. */
  void unbounded(long duration) {
    rare.getAndIncrement(UNBOUNDED);
    if (duration > longestUnboundedNanos) {
      longestUnboundedNanos = duration;
    }
  }

  /** Only of a trace that somebody can look at. */
  private static @Nullable String traceOf(LocalRoot root) {
    return root.sampled() ? root.traceId() : null;
  }

  /** Time of the calls since {@link #mark}, in nanoseconds. */
  long sinceMark() {
    return nanos.sum() - marked;
  }

  void mark() {
    marked = nanos.sum();
  }

  DbCalls snapshot() {
    long[] counts = new long[DbCalls.BUCKETS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.get(i);
    }
    return new DbCalls(
        id,
        target,
        statement,
        rare.get(ERRORS),
        nanos.sum(),
        rare.get(ROWS),
        rare.get(SLOW),
        rare.get(REPEATED),
        mostRepeated,
        repeatedTraceId,
        slowestNanos,
        slowestTraceId,
        counts,
        results(),
        unbounded());
  }

  private DbCalls.Results results() {
    long count = rare.get(RESULTS);
    return count == 0
        ? DbCalls.Results.NONE
        : new DbCalls.Results(count, rare.get(READ), rare.get(LARGE), mostRead, mostReadTraceId);
  }

  private DbCalls.Unbounded unbounded() {
    long calls = rare.get(UNBOUNDED);
    return calls == 0
        ? DbCalls.Unbounded.NONE
        : new DbCalls.Unbounded(calls, longestUnboundedNanos);
  }
}
