// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** Pipelines of the application, and what Jedis says to the server for itself. */
final class PipelineAdvices {
  private PipelineAdvices() {}

  /** All commands are flushed, all replies read. */
  static final class Sync {
    private Sync() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Connection connection, @Argument(0) int count) {
      return Connections.startPipeline(connection, count);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object replies,
        @Thrown @Nullable Throwable thrown) {
      Connections.end(operation, replies, thrown);
    }
  }

  /** A connection introduces itself, or a pool tries it: nothing that the application asked for. */
  static final class Housekeeping {
    private Housekeeping() {}

    @OnEnter
    static Boolean enter() {
      return Connections.WITHIN.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Boolean entered) {
      if (entered != null) {
        Connections.WITHIN.exit();
      }
    }
  }
}
