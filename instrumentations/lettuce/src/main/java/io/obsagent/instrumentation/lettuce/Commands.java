// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.WeakMap;
import io.obsagent.spi.telemetry.WithoutContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations of commands under way. They are not made current: the caller goes on at once, and the
 * event loop, on which they end, serves everybody.
 */
final class Commands {
  private static final DbTarget UNKNOWN = new DbTarget("redis", null, null, -1);
  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final WeakMap<DefaultEndpoint, DbTarget> TARGETS = new WeakMap<>();

  /** A cluster writes the same wrapper again, to another node, when it is redirected. */
  private static final WeakMap<RedisCommand<?, ?, ?>, Boolean> UNDER_WAY = new WeakMap<>();

  private Commands() {}

  static void connected(DefaultEndpoint endpoint, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress server) {
      TARGETS.put(endpoint, new DbTarget("redis", null, server.getHostString(), server.getPort()));
    }
  }

  static @Nullable DbOperation start(
      DefaultEndpoint endpoint, @Nullable RedisCommand<?, ?, ?> command) {
    if (!(command instanceof CompleteableCommand<?> completeable)) {
      return null;
    }
    boolean repeatable = command instanceof CommandWrapper<?, ?, ?>;
    if (repeatable && UNDER_WAY.get(command) != null) {
      return null;
    }
    DbTarget target = TARGETS.get(endpoint);
    ProtocolKeyword type = command.getType();
    DbOperation operation =
        DbOperation.start(
            target == null ? UNKNOWN : target, COMMANDS.statement(type, type.getBytes()));
    if (operation == null) {
      return null;
    }
    if (repeatable) {
      UNDER_WAY.put(command, Boolean.TRUE);
    }
    listen(completeable, new Completion(operation, command));
    return operation;
  }

  @SuppressWarnings("unchecked") // What the command completes with is ignored.
  private static void listen(CompleteableCommand<?> command, BiConsumer<Object, Throwable> end) {
    ((CompleteableCommand<Object>) command).onComplete(end);
  }

  /** Ends the operation: on the event loop, or wherever the command is cancelled or times out. */
  private record Completion(DbOperation operation, RedisCommand<?, ?, ?> command)
      implements BiConsumer<Object, @Nullable Throwable>, WithoutContext {
    @Override
    public void accept(@Nullable Object result, @Nullable Throwable error) {
      try {
        if (command instanceof CommandWrapper<?, ?, ?>) {
          UNDER_WAY.remove(command);
        }
        CommandOutput<?, ?, ?> output = command.getOutput();
        if (output != null && output.hasError()) {
          RedisCommands.endRefused(operation, output.getError());
        } else {
          operation.end(error);
        }
      } catch (RuntimeException e) {
        AgentLog.limited(
            AgentLog.Level.WARN, "lettuce.end", "lettuce: a command's span could not end: " + e);
      }
    }
  }
}
