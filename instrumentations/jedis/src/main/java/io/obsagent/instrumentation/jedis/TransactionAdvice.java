// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;

/** A transaction: the queued commands are acknowledged and run. */
final class TransactionAdvice {
  private TransactionAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@This Object transaction) {
    return Connections.startTransaction(transaction);
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Connections.end(operation, thrown);
  }
}
