// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.WeakMap;
import io.obsagent.spi.telemetry.WithoutContext;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations of commands under way. They are not made current: the caller goes on at once, and the
 * event loop, on which they end, serves everybody.
 */
final class Commands {
  private static final Guard GUARD = Guard.of(Commands.class);
  private static final String OWN_NAME = "lettuce#";
  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);

  /** Where connections lead that Lettuce has made for itself. */
  private static final DbTarget NOBODYS = DbTarget.redis(null, -2);

  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final WeakMap<DefaultEndpoint, DbTarget> TARGETS = new WeakMap<>();

  /**
   * Entered while Lettuce writes for itself: what a broken connection has left unwritten, or what it
   * asks of sentinels and masters.
   */
  static final CallDepth WITHIN = new CallDepth();

  /** A cluster writes the same wrapper again, to another node, when it is redirected. */
  private static final WeakMap<RedisCommand<?, ?, ?>, DbOperation> UNDER_WAY = new WeakMap<>();

  /** What Lettuce asks for itself, of every node and again and again, is of this class. */
  private static final ClassValue<Boolean> TOPOLOGY =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.getName().endsWith(".TimedAsyncCommand");
        }
      };

  /** The field of a reactive subscription that holds what was written for it. */
  private static final ClassValue<@Nullable Field> SUBSCRIBED =
      new ClassValue<>() {
        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          try {
            for (Field field : type.getDeclaredFields()) {
              if (CommandWrapper.class.isAssignableFrom(field.getType())
                  && field.trySetAccessible()) {
                return field;
              }
            }
          } catch (LinkageError e) {
            return null; // a class may name types of libraries that are not there
          }
          return null;
        }
      };

  private Commands() {}

  static void made(DefaultEndpoint endpoint) {
    if (WITHIN.isInside()) {
      TARGETS.put(endpoint, NOBODYS);
    }
  }

  static void connected(DefaultEndpoint endpoint, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress server && TARGETS.get(endpoint) != NOBODYS) {
      TARGETS.put(endpoint, DbTarget.redis(server.getHostString(), server.getPort()));
    }
  }

  static @Nullable DbOperation start(
      DefaultEndpoint endpoint, @Nullable RedisCommand<?, ?, ?> command) {
    if (!(command instanceof CompleteableCommand<?> completeable)
        || WITHIN.isInside()
        || isOfTopology(command)) {
      return null;
    }
    DbTarget known = TARGETS.get(endpoint);
    if (known == NOBODYS) {
      return null;
    }
    DbTarget target = known == null ? UNKNOWN : known;
    boolean repeatable = command instanceof CommandWrapper<?, ?, ?>;
    DbOperation running = repeatable ? UNDER_WAY.get(command) : null;
    if (running != null) {
      running.target(target);
      return null;
    }
    ProtocolKeyword type = command.getType();
    DbOperation operation = DbOperation.start(target, COMMANDS.statement(type, type.getBytes()));
    if (operation == null) {
      return null;
    }
    if (repeatable) {
      UNDER_WAY.put(command, operation);
    }
    listen(completeable, new Completion(operation, command));
    return operation;
  }

  /**
   * Before a new connection asks for the topology, it takes a name of Lettuce's own; Lettuce 5 also
   * introduces a connection as the application would.
   */
  private static boolean isOfTopology(RedisCommand<?, ?, ?> command) {
    ProtocolKeyword type = command.getType();
    return TOPOLOGY.get(command.getClass())
        || type == CommandType.ASKING
        || type == CommandType.AUTH
        || type == CommandType.COMMAND
        || type == CommandType.READONLY
        || type == CommandType.CLIENT
            && command.getArgs() != null
            && command.getArgs().toCommandString().contains(OWN_NAME);
  }

  /** Subscribers cancel after the reply, too; a command that has one ends by itself. */
  static void cancelled(Object subscription) throws IllegalAccessException {
    Field field = SUBSCRIBED.get(subscription.getClass());
    Object command = field == null ? null : field.get(subscription);
    if (command instanceof RedisCommand<?, ?, ?> abandoned && !abandoned.isDone()) {
      DbOperation operation = UNDER_WAY.remove(abandoned);
      if (operation != null) {
        operation.end(null);
      }
    }
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
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
