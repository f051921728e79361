// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.Attachments;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.SpanInContext;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A database call within a trace that nobody will read: it is counted as any other, and one object
 * of 64 bytes is all there is of it. Its context is that of what is around it; only that it runs is
 * to be seen there, so that calls inside it are not counted once more. Thread-safe.
 */
final class UnreadDatabaseCall extends Attachments implements DbOperation, SpanInContext {
  private static final ContextKey<UnreadDatabaseCall> KEY = ContextKey.named("obs-unread-call");
  private static final VarHandle STATE;
  private static final int LIVE = 0;
  private static final int ENDED = 1;

  /** Ended, and took long. */
  private static final int ENDED_LATE = 2;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(UnreadDatabaseCall.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CoreTelemetry telemetry;
  private final Context outer;
  private final long startNanos;
  private final DbStatement statement;
  private DbTarget target;
  private @Nullable String responseStatus;
  private int affectedRows = -1;

  private volatile int state;

  /**
   * @param outer that holds a span of the agent's
   */
  UnreadDatabaseCall(
      CoreTelemetry telemetry, Context outer, DbTarget target, DbStatement statement) {
    this.telemetry = telemetry;
    this.outer = outer;
    this.target = target;
    this.statement = statement;
    this.startNanos = telemetry.clock.nanoTime();
  }

  /** Whether nobody will read what goes on within a span. */
  static boolean suffices(@Nullable LocalSpan enclosing) {
    return enclosing != null && !enclosing.root().sampled() && !enclosing.outlived();
  }

  /** Whether a context is within such a call, which still runs and suppresses work of a kind. */
  static boolean suppresses(Context context, WorkKind kind) {
    UnreadDatabaseCall call = context instanceof UnreadDatabaseCall own ? own : context.get(KEY);
    return call != null && call.state == LIVE && WorkKind.DATABASE.suppresses(kind);
  }

  // SpanInContext

  @Override
  public LocalSpan localSpan() {
    LocalSpan span = LocalSpan.of(outer);
    if (span == null) {
      throw new IllegalStateException("the context around an unread call has no span");
    }
    return span;
  }

  /** Only where something starts inside does another have to know. */
  @Override
  public Context base() {
    return SpanInContext.baseOf(outer).with(KEY, this);
  }

  @Override
  @SuppressWarnings("unchecked") // the key is a key of such calls
  public <V> @Nullable V get(ContextKey<V> key) {
    return key == KEY ? (V) this : outer.get(key);
  }

  // Operation

  @Override
  public Span span() {
    return Span.getInvalid();
  }

  @Override
  public Context context() {
    return this;
  }

  @Override
  public DbOperation attach() {
    attach(this);
    return this;
  }

  @Override
  public void detach() {
    detach(this);
  }

  @Override
  public boolean ended() {
    return state != LIVE;
  }

  @Override
  public void end(@Nullable Throwable error) {
    long now = telemetry.clock.nanoTime();
    long nanos = Math.max(0, now - startNanos);
    boolean late = DatabaseAccounts.isLong(telemetry, target, nanos);
    if (!STATE.compareAndSet(this, LIVE, late ? ENDED_LATE : ENDED)) {
      return;
    }
    String errorType = error != null ? error.getClass().getName() : responseStatus;
    DatabaseAccounts.record(
        telemetry,
        target,
        statement,
        affectedRows,
        responseStatus,
        errorType,
        localSpan(),
        nanos,
        now);
  }

  // DbOperation

  @Override
  public boolean tookLong() {
    return state == ENDED_LATE;
  }

  /** Told at once, so that what it took need not be kept. */
  @Override
  public void unbounded() {
    long nanos = telemetry.clock.nanoTime() - startNanos;
    DatabaseAccounts.unbounded(telemetry, target, statement, nanos);
  }

  @Override
  public void target(DbTarget found) {
    if (!ended()) {
      target = found;
    }
  }

  @Override
  public void batchSize(int size) {} // only spans tell it

  @Override
  public void responseStatus(String code) {
    if (!ended()) {
      responseStatus = Bounds.cut(code, Bounds.MAX_NAME);
    }
  }

  @Override
  public void affectedRows(long rows) {
    if (!ended() && rows >= 0) {
      affectedRows = DatabaseOperation.sum(affectedRows, rows);
    }
  }

  @Override
  public void lookedFor(int keys) {
    affectedRows = keys;
  }

  @Override
  public void answered(@Nullable Object reply) {
    if (!ended()) {
      DatabaseAccounts.answered(telemetry, target, statement, reply, affectedRows);
    }
  }

  @Override
  public void found(int hits, int misses) {
    if (!ended()) {
      DatabaseAccounts.found(telemetry, target, statement, hits, misses);
    }
  }

  @Override
  public void failure(Failure kind) {
    if (!ended()) {
      DatabaseAccounts.failure(telemetry, target, kind);
    }
  }
}
