// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;

/** A command to a cluster, over all attempts and redirections. */
final class ClusterAdvice {
  private ClusterAdvice() {}

  @OnEnter
  static @Nullable DbOperation enter(@Argument(0) CommandObject<?> command) {
    return Connections.startInCluster(command.getArguments());
  }

  @OnExit
  static void exit(@Token @Nullable DbOperation operation, @Thrown @Nullable Throwable thrown) {
    Connections.endInCluster(operation, thrown);
  }
}
