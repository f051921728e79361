// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.RedisCommand;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Commands are written together; each has its own reply, and so its own span. */
final class WriteAllAdvice {
  private WriteAllAdvice() {}

  @OnEnter
  static void enter(
      @This DefaultEndpoint endpoint,
      @Argument(0) @Nullable Collection<? extends RedisCommand<?, ?, ?>> commands) {
    if (commands == null) {
      return;
    }
    for (RedisCommand<?, ?, ?> command : commands) {
      Commands.start(endpoint, command);
    }
  }
}
