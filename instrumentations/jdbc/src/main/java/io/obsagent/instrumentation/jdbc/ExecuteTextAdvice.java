// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement with its text. */
final class ExecuteTextAdvice {
  private ExecuteTextAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@This Statement statement, @Argument(0) @Nullable String sql) {
    return sql == null ? null : Statements.start(statement, sql);
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Statements.end(operation, thrown);
  }
}
