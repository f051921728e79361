// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

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
import redis.clients.jedis.commands.ProtocolCommand;

/** Commands that are sent by one call, and their replies, which are read by another. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /** A command is written; a failure to do so is its end. */
  static final class Send {
    private Send() {}

    @OnEnter
    static Connections.@Nullable Known enter(
        @This Connection connection,
        @Argument(0) ProtocolCommand command,
        @Argument(1) byte[][] arguments) {
      return Connections.sent(connection, command, arguments);
    }

    @OnExit
    static void exit(@Token Connections.@Nullable Known known, @Thrown @Nullable Throwable thrown) {
      if (known != null && thrown != null) {
        Connections.notSent(known, thrown);
      }
    }
  }

  /** What was written is flushed, and its reply awaited. */
  static final class Reply {
    private Reply() {}

    @OnEnter
    static @Nullable DbOperation enter(@This Connection connection) {
      return Connections.startReply(connection);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbOperation operation,
        @Return @Nullable Object reply,
        @Thrown @Nullable Throwable thrown) {
      Connections.end(operation, reply, thrown);
    }
  }

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

  /** The next message of a subscription is awaited. */
  static final class Listen {
    private Listen() {}

    @OnEnter
    static void enter(@This Connection connection) {
      Connections.listening(connection);
    }
  }
}
