// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.HeldState;
import io.opentelemetry.context.Context;
import io.r2dbc.spi.R2dbcException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A statement that runs, as long as somebody holds it. Thread-safe. */
final class StatementCall {
  /** By results that have come and may be read. */
  static final HeldState<Object, StatementCall> RESULTS = new HeldState<>(StatementCall.class);

  private final DbOperation operation;
  private final Context caller;
  private final AtomicInteger holds = new AtomicInteger(1);
  private volatile @Nullable Throwable error;

  StatementCall(DbOperation operation, Context caller) {
    this.operation = operation;
    this.caller = caller;
  }

  /** In which context who has subscribed gets results. */
  Context caller() {
    return caller;
  }

  void attach() {
    operation.attach();
  }

  void detach() {
    operation.detach();
  }

  /** Answers false after the end. */
  boolean hold() {
    int now;
    do {
      now = holds.get();
      if (now == 0) {
        return false;
      }
    } while (!holds.compareAndSet(now, now + 1));
    return true;
  }

  /** The last one ends it. */
  void release() {
    if (holds.decrementAndGet() == 0) {
      Throwable failure = error;
      if (failure instanceof R2dbcException refusal) {
        refused(refusal);
      }
      operation.end(failure);
    }
  }

  /** The first failure counts. */
  void failed(Throwable failure) {
    if (error == null) {
      error = failure;
    }
  }

  void changed(long rows) {
    operation.affectedRows(rows);
  }

  private void refused(R2dbcException refusal) {
    String state = refusal.getSqlState();
    int code = refusal.getErrorCode();
    if (state != null) {
      operation.responseStatus(state);
    } else if (code != 0) {
      operation.responseStatus(Integer.toString(code));
    }
    Failure kind = Failure.ofSql(state == null ? "" : state, code, refusal.getClass().getName());
    if (kind != null) {
      operation.failure(kind);
    }
  }
}
