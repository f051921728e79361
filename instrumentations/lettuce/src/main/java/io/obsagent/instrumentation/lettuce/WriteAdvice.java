// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.RedisCommand;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;

/** A command is written; a failure to do so is its end. */
final class WriteAdvice {
  private WriteAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(
      @This DefaultEndpoint endpoint, @Argument(0) @Nullable RedisCommand<?, ?, ?> command) {
    return Commands.start(endpoint, command);
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    if (operation != null && thrown != null) {
      operation.end(thrown);
    }
  }
}
