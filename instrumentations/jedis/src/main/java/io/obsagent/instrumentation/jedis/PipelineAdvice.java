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

/** A pipeline: all commands are flushed, all replies read. */
final class PipelineAdvice {
  private PipelineAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@This Connection connection, @Argument(0) int count) {
    return Connections.startPipeline(connection, count);
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Connections.end(operation, thrown);
  }
}
