// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.sql.Statement;

/** A batch is given up. */
final class ClearBatchAdvice {
  private ClearBatchAdvice() {}

  @OnEnter
  static void enter(@This Statement statement) {
    Statements.clearBatch(statement);
  }
}
