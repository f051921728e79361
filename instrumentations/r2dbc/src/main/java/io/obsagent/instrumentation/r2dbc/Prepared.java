// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A statement or a batch before it runs. As little thread-safe as those are: one thread makes them.
 */
final class Prepared {
  /** By statement or batch. */
  static final HeldState<Object, Prepared> STATEMENTS = new HeldState<>(Prepared.class);

  private final DbTarget target;
  private @Nullable DbStatement first;
  private int size;

  Prepared(DbTarget target) {
    this.target = target;
  }

  /** A statement of a batch; it is named by its first. */
  void add(@Nullable String sql) {
    if (first == null && sql != null) {
      first = DbStatement.ofSql(sql, false, target.dialect());
    }
    size++;
  }

  /** Another set of values for the same statement. */
  void addValues() {
    size++;
  }

  /** At a subscription; null where nothing is to be watched. */
  @Nullable StatementCall start() {
    DbStatement statement = first;
    if (statement == null) {
      return null;
    }
    Context caller = Context.current();
    DbOperation operation =
        size > 1
            ? DbOperation.startBatch(target, statement, size)
            : DbOperation.start(target, statement);
    return operation == null ? null : new StatementCall(operation, caller);
  }
}
