// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement that joins a batch. */
final class AddTextBatchAdvice {
  private AddTextBatchAdvice() {}

  @OnEnter
  static void enter(@This Statement statement, @Argument(0) @Nullable String sql) {
    if (sql != null) {
      Statements.addToBatch(statement, sql);
    }
  }
}
