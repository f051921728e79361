// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.Channel;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbOperation;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Commands on their way to the server, and where the way leads. */
final class CommandAdvices {
  private CommandAdvices() {}

  /** A command is written; a failure to do so is its end. */
  static final class Write {
    private Write() {}

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

  /** A command has its reply, which may be an error. */
  static final class Answered {
    private Answered() {}

    @OnEnter
    static void enter(@This RedisCommand<?, ?, ?> command) {
      Commands.over(command, null);
    }
  }

  /** A command fails, as by a timeout. */
  static final class Failed {
    private Failed() {}

    @OnEnter
    static void enter(@This RedisCommand<?, ?, ?> command, @Argument(0) @Nullable Throwable error) {
      Commands.over(command, error);
    }
  }

  /** A command is cancelled, by the application or as its connection is closed. */
  static final class Cancelled {
    private Cancelled() {}

    @OnEnter
    static void enter(@This RedisCommand<?, ?, ?> command) {
      if (Commands.isUnderWay(command)) {
        Commands.over(command, new CancellationException());
      }
    }
  }

  /** Commands are written together. */
  static final class WriteAll {
    private WriteAll() {}

    @OnEnter
    static void enter(
        @This DefaultEndpoint endpoint,
        @Argument(0) @Nullable Collection<? extends RedisCommand<?, ?, ?>> commands) {
      if (commands != null) {
        Commands.startAll(endpoint, commands);
      }
    }
  }

  /**
   * Commands are written again, whose operations run already; or Lettuce asks who is master and who
   * replica, or subscribes anew: nothing that the application asked for.
   */
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

  /** From now on, commands wait until they are flushed, or do so no longer. */
  static final class HoldBack {
    private HoldBack() {}

    @OnEnter
    static void enter(@This DefaultEndpoint endpoint, @Argument(0) boolean flushesItself) {
      Commands.holdsBack(endpoint, !flushesItself);
    }
  }

  /** Commands that have waited go to the server. */
  static final class Flush {
    private Flush() {}

    @OnEnter
    static void enter(@This DefaultEndpoint endpoint) {
      Commands.flushed(endpoint);
    }
  }

  /** A connection that is made in the meantime is Lettuce's own. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This DefaultEndpoint endpoint) {
      Commands.made(endpoint);
    }
  }

  /**
   * A subscriber lost interest: Lettuce does not tell so to those who wait for the command's end.
   */
  static final class Cancel {
    private Cancel() {}

    @OnEnter
    static void enter(@This Object subscription) throws IllegalAccessException {
      Commands.cancelled(subscription);
    }
  }

  /** Remembers where a connection, or one made anew, leads to. */
  static final class ChannelActive {
    private ChannelActive() {}

    @OnEnter
    static void enter(@This DefaultEndpoint endpoint, @Argument(0) Channel channel) {
      Commands.connected(endpoint, channel.remoteAddress());
    }
  }
}
