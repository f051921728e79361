// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** Pipelines of the application, and those with which newer versions greet the server. */
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
    static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
      Connections.end(operation, thrown);
    }
  }

  /** A new connection introduces itself: nothing that the application asked for. */
  static final class Handshake {
    private Handshake() {}

    @OnEnter
    static Boolean enter() {
      return Connections.HANDSHAKE.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Boolean entered) {
      if (entered != null) {
        Connections.HANDSHAKE.exit();
      }
    }
  }
}
