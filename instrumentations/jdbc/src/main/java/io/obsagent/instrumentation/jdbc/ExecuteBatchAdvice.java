// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A batch. */
final class ExecuteBatchAdvice {
  private ExecuteBatchAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@This Statement statement) {
    return Statements.startBatch(statement);
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Statements.end(operation, thrown);
  }
}
