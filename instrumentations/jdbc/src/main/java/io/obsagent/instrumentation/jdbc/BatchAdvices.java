// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Batches, from the first that joins one to its end. */
final class BatchAdvices {
  private BatchAdvices() {}

  /** Values that join the batch of a prepared statement. */
  static final class AddValues {
    private AddValues() {}

    @OnEnter
    static Statements.@Nullable Known enter(@This Statement statement) {
      return Statements.adding(statement, null);
    }

    @OnExit
    static void exit(@Token Statements.@Nullable Known known, @Thrown @Nullable Throwable thrown) {
      Statements.added(known, thrown);
    }
  }

  /** A statement that joins a batch. */
  static final class AddText {
    private AddText() {}

    @OnEnter
    static Statements.@Nullable Known enter(
        @This Statement statement, @Argument(0) @Nullable String sql) {
      return sql == null ? null : Statements.adding(statement, sql);
    }

    @OnExit
    static void exit(@Token Statements.@Nullable Known known, @Thrown @Nullable Throwable thrown) {
      Statements.added(known, thrown);
    }
  }

  /** A batch is given up. */
  static final class Clear {
    private Clear() {}

    @OnEnter
    static void enter(@This Statement statement) {
      Statements.clearBatch(statement);
    }
  }

  /** A batch runs. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Statement statement) {
      return Statements.startBatch(statement);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object counts,
        @Thrown @Nullable Throwable thrown) {
      Statements.endBatch(operation, counts, thrown);
    }
  }
}
