// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Advice for the ends of transactions. */
final class TransactionAdvices {
  private TransactionAdvices() {}

  /** A transaction takes effect. */
  static final class Commit {
    private static final DbStatement COMMIT = DbStatement.command("COMMIT");

    private Commit() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Connection connection) {
      return Statements.start(connection, COMMIT);
    }

    @OnExit
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      Statements.end(operation, thrown);
    }
  }

  /** A transaction, or what came after a save point, is undone. */
  static final class Rollback {
    private static final DbStatement ROLLBACK = DbStatement.command("ROLLBACK");

    private Rollback() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Connection connection) {
      return Statements.start(connection, ROLLBACK);
    }

    @OnExit
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      Statements.end(operation, thrown);
    }
  }
}
