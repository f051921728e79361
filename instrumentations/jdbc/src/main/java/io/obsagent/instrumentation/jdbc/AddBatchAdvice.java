// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.sql.Statement;

/** Values that join the batch of a prepared statement. */
final class AddBatchAdvice {
  private AddBatchAdvice() {}

  @OnEnter
  static void enter(@This Statement statement) {
    Statements.addToBatch(statement, null);
  }
}
