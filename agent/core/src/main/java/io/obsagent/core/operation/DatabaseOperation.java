// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisKeyList;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A database call: its facts are those of target and statement, which many calls share. */
final class DatabaseOperation extends LocalOperation implements DbOperation {
  /** Many commands sent together; alone the name of a pipeline of different ones. */
  private static final String PIPELINE = "PIPELINE";

  /** A transaction of Redis has this name, however many commands it has. */
  private static final String MULTI = "MULTI";

  private static final int UNKNOWN = -1;

  private DbTarget target;
  private final DbStatement statement;
  private int batchSize;
  private @Nullable String responseStatus;
  private @Nullable String errorType;

  /** Of an answer whose rows the application reads; null of others. */
  private volatile @Nullable ReadRows readRows;

  private boolean prepared;
  private boolean reused;

  /** Rows that were changed; or keys that a command of Redis looks for. */
  private int affectedRows = UNKNOWN;

  DatabaseOperation(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      DbTarget target,
      DbStatement statement,
      int batchSize) {
    super(telemetry, WorkKind.DATABASE, current, enclosing);
    this.target = target;
    this.statement = statement;
    this.batchSize = batchSize;
  }

  @Override
  public void target(DbTarget found) {
    if (!span.ended()) {
      target = found;
    }
  }

  @Override
  public void batchSize(int size) {
    if (!span.ended()) {
      batchSize = size;
    }
  }

  @Override
  public void responseStatus(String code) {
    if (!span.ended()) {
      responseStatus = Bounds.cut(code, Bounds.MAX_NAME);
    }
  }

  @Override
  public void prepared(boolean before) {
    prepared = true;
    reused = before;
  }

  @Override
  public void affectedRows(long rows) {
    if (!span.ended() && rows >= 0) {
      affectedRows = sum(affectedRows, rows);
    }
  }

  static int sum(int known, long rows) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, known) + rows);
  }

  @Override
  public void lookedFor(int keys) {
    affectedRows = keys;
  }

  @Override
  public boolean wantsKey() {
    RedisKeys keys = telemetry.calls.redisKeys;
    return keys != null && target.kind() == DbKind.REDIS && keys.hasKey(statement.operation());
  }

  @Override
  public void key(Object key) {
    RedisKeys keys = telemetry.calls.redisKeys;
    if (keys != null && wantsKey() && !span.ended()) {
      keys.tell(span, key);
    }
  }

  @Override
  public void keys(RedisKeyList list) {
    RedisKeys keys = telemetry.calls.redisKeys;
    if (keys != null && target.kind() == DbKind.REDIS && span.recording() && !span.ended()) {
      keys.tell(span, list);
    }
  }

  @Override
  public void answered(@Nullable Object reply) {
    if (!span.ended()) {
      DatabaseAccounts.answered(telemetry, target, statement, reply, affectedRows);
    }
  }

  @Override
  public void found(int hits, int misses) {
    if (!span.ended()) {
      DatabaseAccounts.found(telemetry, target, statement, hits, misses);
    }
  }

  @Override
  public void failure(Failure kind) {
    if (!span.ended()) {
      DatabaseAccounts.failure(telemetry, target, kind);
    }
  }

  @Override
  public boolean rowsFollow() {
    if (!span.recording() || span.ended() || readRows != null) {
      return false;
    }
    long now = telemetry.clock.nanoTime();
    readRows = new ReadRows(now, account(now));
    return true;
  }

  @Override
  public void fetched(long rows, long nanos) {
    ReadRows read = readRows;
    if (read != null && !span.ended()) {
      read.tell(rows, nanos);
    }
  }

  @Override
  public boolean tookLong() {
    return (readRows != null || span.ended())
        && DatabaseAccounts.isLong(telemetry, target, answeredAfterNanos());
  }

  @Override
  public void unbounded() {
    DatabaseAccounts.unbounded(telemetry, target, statement, answeredAfterNanos());
  }

  private long answeredAfterNanos() {
    ReadRows read = readRows;
    return (read == null ? span.endNanos() : read.answeredNanos) - span.startNanos();
  }

  @Override
  boolean tryEnd() {
    ReadRows read = readRows;
    return read == null ? span.tryEnd() : span.tryEnd(read.answeredNanos);
  }

  @Override
  void complete(@Nullable Throwable error) {
    ReadRows read = readRows;
    int times = read == null ? failOrAccount(error) : accountRows(read);
    if (times > 0) {
      span.note(Attribute.DB_REPEATED, (long) times);
    }
  }

  private int accountRows(ReadRows read) {
    DatabaseAccounts.read(telemetry, target, statement, span, read.rows());
    return read.repeated;
  }

  private int failOrAccount(@Nullable Throwable error) {
    if (error != null || responseStatus != null) {
      errorType = error != null ? error.getClass().getName() : responseStatus;
      span.fail(error);
    }
    return account(span.endNanos());
  }

  private int account(long endNanos) {
    return DatabaseAccounts.record(
        telemetry,
        target,
        statement,
        affectedRows,
        responseStatus,
        errorType,
        span,
        endNanos - span.startNanos(),
        endNanos);
  }

  @Override
  public String spanName() {
    return batchSize > 1 ? batchName(statement.summary()) : statement.summary();
  }

  private String batchName(String name) {
    if (target.kind() != DbKind.REDIS) {
      return "BATCH " + name;
    }
    return name.equals(PIPELINE) || name.equals(MULTI) ? name : PIPELINE + ' ' + name;
  }

  @Override
  public void describe(AttributeWriter writer) {
    writer.put(Attribute.DB_SYSTEM, target.system());
    writer.put(Attribute.DB_NAMESPACE, target.namespace());
    writer.put(
        Attribute.DB_OPERATION,
        batchSize > 1 ? batchName(statement.operation()) : statement.operation());
    writer.put(Attribute.DB_COLLECTION, statement.collection());
    writer.put(Attribute.DB_QUERY_TEXT, statement.text());
    writer.put(Attribute.DB_QUERY_SUMMARY, statement.summary());
    writer.put(Attribute.DB_BATCH_SIZE, batchSize > 1 ? batchSize : -1L);
    writer.put(Attribute.SERVER_ADDRESS, target.host());
    writer.put(Attribute.SERVER_PORT, (long) target.port());
    writer.put(Attribute.DB_STATUS, responseStatus);
    writer.put(Attribute.DB_ROWS, target.kind() == DbKind.REDIS ? -1L : affectedRows);
    writer.put(Attribute.ERROR_TYPE, errorType);
    ReadRows read = readRows;
    if (read != null) {
      read.describe(writer);
    }
    if (prepared) {
      writer.write(Attribute.DB_REUSED, reused);
    }
  }
}
