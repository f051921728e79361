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
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;

/** Commands that wait for their reply within one call. */
final class CommandAdvices {
  private CommandAdvices() {}

  /** A command, from sending it to reading its reply. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable DbOperation enter(
        @This Connection connection, @Argument(0) @Nullable Object command) {
      if (command instanceof CommandObject<?> object) {
        return Connections.start(connection, object.getArguments());
      }
      return command instanceof CommandArguments arguments
          ? Connections.start(connection, arguments)
          : null;
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object reply,
        @Thrown @Nullable Throwable thrown) {
      Connections.end(operation, reply, thrown);
    }
  }

  /** A command to a cluster, over all attempts and redirections. */
  static final class ExecuteInCluster {
    private ExecuteInCluster() {}

    @OnEnter
    static @Nullable DbOperation enter(@Argument(0) CommandObject<?> command) {
      return Connections.startInCluster(command.getArguments());
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object reply,
        @Thrown @Nullable Throwable thrown) {
      Connections.endInCluster(operation, reply, thrown);
    }
  }
}
