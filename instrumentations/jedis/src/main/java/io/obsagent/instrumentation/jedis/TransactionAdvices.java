// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;

/** Transactions that send all their commands at once, when they end. */
final class TransactionAdvices {
  private TransactionAdvices() {}

  /** The queued commands are acknowledged and run. */
  static final class Exec {
    private Exec() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Object transaction) {
      return Connections.startTransaction(transaction, false);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object replies,
        @Thrown @Nullable Throwable thrown) {
      Connections.endTransaction(operation, replies, thrown);
    }
  }

  /** The queued commands are acknowledged and given up. */
  static final class Discard {
    private Discard() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Object transaction) {
      return Connections.startTransaction(transaction, true);
    }

    @OnExit
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      Connections.end(operation, null, thrown);
    }
  }
}
