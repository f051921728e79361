// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.redisson;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnection;

/** Commands on their way to the server. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /** A command or a batch is written; a failure to do so is its end. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable DbOperation enter(@This RedisConnection connection, @Argument(0) Object data) {
      return Commands.start(connection, data);
    }

    @OnExit
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null && thrown != null) {
        operation.end(thrown);
      }
    }
  }

  /** Redisson introduces a connection, tries it, or asks who is master: not the application. */
  static final class Housekeeping {
    private Housekeeping() {}

    @OnEnter
    static Boolean enter() {
      return Commands.WITHIN.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Boolean entered) {
      if (entered != null) {
        Commands.WITHIN.exit();
      }
    }
  }
}
