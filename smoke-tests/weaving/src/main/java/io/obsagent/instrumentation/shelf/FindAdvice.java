// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shelf;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.Operation;
import org.jspecify.annotations.Nullable;

/** One call is one span. The key stays out of it: it is the application's data. */
final class FindAdvice {
  private static final DbTarget TARGET = new DbTarget("shelf", null, "localhost", 7000);
  private static final DbStatement FIND = DbStatement.command("FIND");

  private FindAdvice() {}

  @OnEnter
  static @Nullable Operation enter() {
    Operation operation = DbOperation.start(TARGET, FIND);
    return operation == null ? null : operation.attach();
  }

  @OnExit
  static void exit(@Token @Nullable Operation operation, @Thrown @Nullable Throwable thrown) {
    if (operation != null) {
      operation.finish(thrown);
    }
  }
}
