// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.WeakMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Rows that the application reads of what its statements have returned. The span of such a
 * statement waits until its rows are closed, or the statement is, or runs anew; but for no more
 * than {@link #LONGEST_NANOS}, and no more than {@link #MOST} at a time.
 */
final class Rows {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST = 1_000;

  /** Stands for rows that no statement of the application's has returned. */
  private static final Fetch NONE = new Fetch(null);

  private static final HeldState<ResultSet, Fetch> RESULTS = new HeldState<>(Fetch.class);
  private static final WeakMap<Statement, Fetch> STATEMENTS = new WeakMap<>();

  /** What the thread is just running. */
  private static final ThreadLocal<Fetch> RUNNING = new ThreadLocal<>();

  private static final ConcurrentLinkedQueue<Fetch> WAITING = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger SIZE = new AtomicInteger();

  private Rows() {}

  /** What is read of one run of a statement; mostly by one thread. */
  static final class Fetch {
    /** Null where the span does not wait any more. */
    private volatile @Nullable DbOperation operation;

    private boolean onlyOne;
    private long since;
    private long rows;
    private long nanos;
    private long startNanos;
    private boolean moving;
    private boolean closed;

    Fetch(@Nullable DbOperation operation) {
      this.operation = operation;
    }

    void moved(boolean there) {
      nanos += System.nanoTime() - startNanos;
      rows += there ? 1 : 0;
      moving = false;
      if (closed) {
        end();
      }
    }

    /** Some drivers close rows by themselves behind the last. */
    private void close() {
      closed = true;
      if (!moving) {
        end();
      }
    }

    private boolean isOver() {
      return operation == null;
    }

    private void end() {
      DbOperation waiting = operation;
      operation = null;
      if (waiting != null) {
        waiting.fetched(rows, nanos);
        waiting.end(null);
      }
    }
  }

  /** A statement runs: what it has returned before is gone. */
  static void begin(Statement statement, DbOperation operation) {
    closed(statement);
    if (!operation.span().isRecording()) {
      return;
    }
    Fetch fetch = new Fetch(operation);
    STATEMENTS.put(statement, fetch);
    RUNNING.set(fetch);
  }

  /**
   * A statement has run.
   *
   * @param follow whether it has returned rows
   * @param rows them, where others cannot follow
   * @return whether the operation is ended later
   */
  static boolean follow(DbOperation operation, boolean follow, @Nullable ResultSet rows) {
    Fetch fetch = RUNNING.get();
    if (fetch == null) {
      return false;
    }
    if (!follow || fetch.operation != operation || !operation.rowsFollow()) {
      return false;
    }
    RUNNING.remove();
    fetch.since = System.nanoTime();
    fetch.onlyOne = rows != null;
    if (rows != null) {
      RESULTS.put(rows, fetch);
    }
    wait(fetch);
    return true;
  }

  /** What the thread was running has ended, and no rows follow. */
  static void ended() {
    Fetch fetch = RUNNING.get();
    if (fetch != null) {
      RUNNING.remove();
      fetch.operation = null;
    }
  }

  /** Looks at two of those that wait for each that comes: so these never are many that are over. */
  private static void wait(Fetch fetch) {
    WAITING.add(fetch);
    boolean tooMany = SIZE.incrementAndGet() > MOST;
    for (int i = 0; i < 2; i++) {
      Fetch oldest = WAITING.poll();
      if (oldest == null) {
        return;
      }
      if (tooMany || fetch.since - oldest.since > LONGEST_NANOS) {
        oldest.end();
      }
      if (oldest.isOver()) {
        SIZE.decrementAndGet();
        tooMany = false;
      } else {
        WAITING.add(oldest);
      }
    }
  }

  /** Null where the rows are nobody's, or the driver calls one method by another. */
  static @Nullable Fetch moving(ResultSet rows) {
    Fetch fetch = RESULTS.get(rows);
    if (fetch == null) {
      fetch = returned(rows);
      RESULTS.put(rows, fetch);
    }
    if (fetch.moving || fetch.isOver()) {
      return null;
    }
    fetch.moving = true;
    fetch.startNanos = System.nanoTime();
    return fetch;
  }

  /** Of several results each is found by its statement. */
  private static Fetch returned(ResultSet rows) {
    try {
      Statement statement = rows.getStatement();
      Fetch fetch = statement == null ? null : STATEMENTS.get(statement);
      return fetch == null || fetch.onlyOne ? NONE : fetch;
    } catch (SQLException | RuntimeException | LinkageError e) {
      return NONE; // what fails here is the driver, which tells the application itself
    }
  }

  static void closed(ResultSet rows) {
    Fetch fetch = RESULTS.remove(rows);
    if (fetch != null && fetch.onlyOne) {
      fetch.close();
    }
  }

  static void closed(Statement statement) {
    Fetch fetch = STATEMENTS.remove(statement);
    if (fetch != null) {
      fetch.end();
    }
  }

  /** A statement has no other rows than those that were read. */
  static void noMore(Statement statement) {
    Fetch fetch = STATEMENTS.get(statement);
    if (fetch != null) {
      fetch.end();
    }
  }
}
