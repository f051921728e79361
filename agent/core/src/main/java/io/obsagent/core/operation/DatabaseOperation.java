// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A database call: its facts are those of target and statement, which many calls share. */
final class DatabaseOperation extends LocalOperation implements DbOperation {
  /** Many commands sent together; alone the name of a pipeline of different ones. */
  private static final String PIPELINE = "PIPELINE";

  /** Label of what there is not: a table, a database, a server, an error. */
  static final String NONE = "none";

  private static final int SQL_STATE_LENGTH = 5;
  private static final int REDIS_PORT = 6379;
  private static final int UNKNOWN = -1;

  private DbTarget target;
  private final DbStatement statement;
  private int batchSize;
  private @Nullable String responseStatus;
  private @Nullable String errorType;
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
      responseStatus = Bounds.cut(code, CoreTelemetry.MAX_NAME);
    }
  }

  @Override
  public void affectedRows(long rows) {
    if (!span.ended() && rows >= 0) {
      affectedRows = (int) Math.min(Integer.MAX_VALUE, Math.max(0, affectedRows) + rows);
    }
  }

  @Override
  public void failure(Failure kind) {
    if (!span.ended()) {
      telemetry
          .metrics
          .databaseFailures
          .labels(kind.label(), target.system(), orNone(target.namespace()))
          .add(1);
    }
  }

  @Override
  void complete(@Nullable Throwable error) {
    if (error != null || responseStatus != null) {
      errorType = error != null ? error.getClass().getName() : responseStatus;
      span.fail(error);
    }
    StatementAccount account =
        target.kind() == DbKind.SQL ? telemetry.calls.of(target, statement) : null;
    if (account != null) {
      account.add(span, errorType != null, affectedRows, telemetry.calls.slowNanos);
      countRepetitions(account);
    }
    series(account).record(span.seconds(), span, span.endNanos());
  }

  private void countRepetitions(StatementAccount account) {
    int times = Repetitions.count(span.root(), account);
    int bound = telemetry.calls.repeated;
    if (times >= bound) {
      account.repeated(span.root(), times, times == bound);
      if (times == bound) {
        span.note(Attribute.DB_REPEATED, times);
      }
    }
  }

  /** The cell of what went well is at hand; only a failure has to be looked up. */
  private HistogramCell series(@Nullable StatementAccount account) {
    if (account == null || errorType != null || account.isOthers()) {
      return series();
    }
    HistogramCell known = account.ok;
    if (known == null) {
      known = series();
      account.ok = known;
    }
    return known;
  }

  private HistogramCell series() {
    if (target.kind() == DbKind.REDIS) {
      return telemetry.metrics.redis.labels(
          statement.operation(), orNone(target.host()), port(), status(), errorLabel());
    }
    return telemetry.metrics.database.labels(
        statement.operation(),
        orNone(statement.collection()),
        target.system(),
        orNone(target.namespace()),
        status(),
        errorLabel());
  }

  private static String orNone(@Nullable String label) {
    return label == null ? NONE : label;
  }

  private String port() {
    int port = target.port();
    return port < 0 || port == REDIS_PORT ? "" : HttpWords.portText(port);
  }

  private String status() {
    return errorType == null ? "ok" : "error";
  }

  /**
   * The class of a SQLState, as it has hundreds of values; what other stores say, or an exception,
   * whole.
   */
  private String errorLabel() {
    String code = responseStatus;
    if (code == null || target.kind() != DbKind.SQL || errorType == null) {
      return errorType == null ? NONE : errorType;
    }
    return code.length() == SQL_STATE_LENGTH ? code.substring(0, 2) : errorType;
  }

  @Override
  public String spanName() {
    return batchSize > 1 ? batchName(statement.summary()) : statement.summary();
  }

  private String batchName(String name) {
    if (target.kind() != DbKind.REDIS) {
      return "BATCH " + name;
    }
    return name.equals(PIPELINE) ? name : PIPELINE + ' ' + name;
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
    writer.put(Attribute.DB_ROWS, (long) affectedRows);
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
