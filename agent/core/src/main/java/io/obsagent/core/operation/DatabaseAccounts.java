// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramCell;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What database calls add to metrics and to the table of statements, whoever reads their spans. */
final class DatabaseAccounts {
  /** Label of what there is not: a table, a database, a server, an error. */
  static final String NONE = "none";

  private static final int SQL_STATE_LENGTH = 5;
  private static final double SECOND = 1e9;

  private DatabaseAccounts() {}

  private static RedisAccount redis(
      CoreTelemetry telemetry, DbTarget target, DbStatement statement) {
    return RedisAccount.of(telemetry.metrics, target, statement);
  }

  static void answered(
      CoreTelemetry telemetry,
      DbTarget target,
      DbStatement statement,
      @Nullable Object reply,
      int keys) {
    if (target.kind() == DbKind.REDIS) {
      redis(telemetry, target, statement).answered(reply, keys);
    }
  }

  static void found(
      CoreTelemetry telemetry, DbTarget target, DbStatement statement, int hits, int misses) {
    if (target.kind() == DbKind.REDIS) {
      redis(telemetry, target, statement).found(hits, misses);
    }
  }

  static void failure(CoreTelemetry telemetry, DbTarget target, Failure kind) {
    telemetry
        .metrics
        .databaseFailures
        .labels(kind.label(), target.system(), orNone(target.namespace()))
        .add(1);
  }

  /**
   * Adds a call that has ended.
   *
   * @param affectedRows below zero where nobody knows
   * @param span whose trace it belongs to, and may be an example
   * @param endNanos as {@link System#nanoTime}
   * @return how often its trace has run the statement, where it is just now too often; else 0
   */
  static int record(
      CoreTelemetry telemetry,
      DbTarget target,
      DbStatement statement,
      int affectedRows,
      @Nullable String responseStatus,
      @Nullable String errorType,
      LocalSpan span,
      long nanos,
      long endNanos) {
    double seconds = nanos / SECOND;
    if (target.kind() == DbKind.REDIS) {
      redis(telemetry, target, statement).series(errorType).record(seconds, span, endNanos);
      return 0;
    }
    StatementAccount account =
        target.kind() == DbKind.SQL ? telemetry.calls.of(target, statement) : null;
    int tooOften = 0;
    if (account != null) {
      boolean failed = errorType != null;
      account.add(span.root(), nanos, failed, affectedRows, telemetry.calls.slowNanos);
      tooOften = repetitions(telemetry, span, account);
    }
    HistogramCell known = account == null || account.isOthers() ? null : account.ok;
    if (known == null || errorType != null) {
      known = series(telemetry, target, statement, responseStatus, errorType);
      if (account != null && !account.isOthers() && errorType == null) {
        account.ok = known; // a failure alone has to be looked up
      }
    }
    known.record(seconds, span, endNanos);
    return tooOften;
  }

  /** The application has read what a call has answered. */
  static void read(
      CoreTelemetry telemetry, DbTarget target, DbStatement statement, LocalSpan span, long rows) {
    StatementAccount account = telemetry.calls.of(target, statement);
    if (account != null) {
      account.read(span.root(), rows, telemetry.calls.largeRows);
    }
  }

  /** Whether a call took so long that it should have a time-out. */
  static boolean isLong(CoreTelemetry telemetry, DbTarget target, long nanos) {
    return nanos >= telemetry.calls.longNanos && target.kind() == DbKind.SQL;
  }

  /** No time-out would have ended a call. */
  static void unbounded(
      CoreTelemetry telemetry, DbTarget target, DbStatement statement, long nanos) {
    StatementAccount account = telemetry.calls.of(target, statement);
    if (account != null) {
      account.unbounded(nanos);
    }
  }

  private static int repetitions(
      CoreTelemetry telemetry, LocalSpan span, StatementAccount account) {
    int times = Repetitions.count(span.root(), account);
    int bound = telemetry.calls.repeated;
    if (times >= bound) {
      account.repeated(span.root(), times, times == bound);
    }
    return times == bound ? times : 0;
  }

  private static HistogramCell series(
      CoreTelemetry telemetry,
      DbTarget target,
      DbStatement statement,
      @Nullable String responseStatus,
      @Nullable String errorType) {
    return telemetry.metrics.database.labels(
        statement.operation(),
        orNone(statement.collection()),
        target.system(),
        orNone(target.namespace()),
        errorType == null ? "ok" : "error",
        errorLabel(target, responseStatus, errorType));
  }

  private static String orNone(@Nullable String label) {
    return Objects.requireNonNullElse(label, NONE);
  }

  /**
   * The class of a SQLState, as it has hundreds of values; what other stores say, or an exception,
   * whole.
   */
  private static String errorLabel(
      DbTarget target, @Nullable String code, @Nullable String errorType) {
    if (code == null || target.kind() != DbKind.SQL || errorType == null) {
      return orNone(errorType);
    }
    return code.length() == SQL_STATE_LENGTH ? code.substring(0, 2) : errorType;
  }
}
