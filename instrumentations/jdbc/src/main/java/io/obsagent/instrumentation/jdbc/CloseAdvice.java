// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.sql.Statement;

/** A statement is closed. */
final class CloseAdvice {
  private CloseAdvice() {}

  @OnEnter
  static void enter(@This Statement statement) {
    Statements.closed(statement);
  }
}
