// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.redisson;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import io.obsagent.spi.telemetry.WithoutContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisAskException;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;
import org.redisson.client.protocol.RedisCommand;

/**
 * Operations of commands under way. They are not made current: the caller goes on at once, and an
 * event loop ends them, with the command's promise.
 */
final class Commands {
  /** Entered by what Redisson asks for itself. */
  static final CallDepth WITHIN = new CallDepth();

  private static final Guard GUARD = Guard.of(Commands.class);
  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);
  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final HeldState<RedisClient, DbTarget> TARGETS = new HeldState<>(DbTarget.class);
  private static final HeldState<RedisCommand<?>, DbStatement> STATEMENTS =
      new HeldState<>(DbStatement.class);

  private static final @Nullable MethodHandle PROMISE = promiseOf(CommandData.class);
  private static final @Nullable MethodHandle BATCH_PROMISE = promiseOf(CommandsData.class);

  private Commands() {}

  /**
   * @param data what is sent: a command or a batch
   */
  static @Nullable DbOperation start(RedisConnection connection, Object data) {
    if (WITHIN.isInside()) {
      return null;
    }
    return data instanceof CommandData<?, ?> command
        ? start(connection, command)
        : data instanceof CommandsData batch ? start(connection, batch) : null;
  }

  private static @Nullable DbOperation start(
      RedisConnection connection, CommandData<?, ?> command) {
    DbStatement statement = statement(command.getCommand());
    if (RedisCommands.mayWait(statement) && command.isBlockingCommand()) {
      statement = RedisCommands.waiting(statement);
    }
    DbOperation operation = DbOperation.start(target(connection), statement);
    if (operation != null) {
      Object[] parameters = command.getParams();
      if (RedisCommands.counts(statement)) {
        operation.lookedFor(parameters.length);
      }
      if (parameters.length > 0 && operation.wantsKey()) {
        operation.key(parameters[0]);
      }
    }
    endWith(operation, promise(PROMISE, command));
    return operation;
  }

  private static DbStatement statement(RedisCommand<?> command) {
    DbStatement known = STATEMENTS.get(command);
    if (known == null) {
      known = COMMANDS.statement(command.getName());
      STATEMENTS.put(command, known);
    }
    return known;
  }

  /** A batch that is a transaction has its begin and its end among its commands. */
  private static @Nullable DbOperation start(RedisConnection connection, CommandsData batch) {
    List<? extends CommandData<?, ?>> commands = batch.getCommands();
    if (commands.isEmpty()) {
      return null;
    }
    boolean atomic = commands.get(0).getCommand().getName().equals("MULTI");
    DbOperation operation =
        atomic
            ? DbOperation.startBatch(
                target(connection), RedisCommands.MULTI, Math.max(1, commands.size() - 2))
            : DbOperation.startBatch(target(connection), RedisCommands.PIPELINE, commands.size());
    RedisKeyList keys = operation == null ? null : RedisKeyList.ifWanted();
    if (keys != null) {
      for (CommandData<?, ?> command : commands) {
        Object[] parameters = command.getParams();
        keys.add(statement(command.getCommand()), parameters.length == 0 ? null : parameters[0]);
      }
      keys.tell(operation);
    }
    endWith(operation, promise(BATCH_PROMISE, batch));
    return operation;
  }

  private static void endWith(
      @Nullable DbOperation operation, @Nullable CompletionStage<?> promise) {
    if (operation != null) {
      if (promise == null) {
        operation.end(null);
      } else {
        promise.whenComplete(new Completion(operation));
      }
    }
  }

  private static DbTarget target(RedisConnection connection) {
    RedisClient client = connection.getRedisClient();
    DbTarget known = TARGETS.get(client);
    if (known == null) {
      InetSocketAddress address = client.getAddr();
      if (address == null) {
        return UNKNOWN;
      }
      known = DbTarget.redis(address.getHostString(), address.getPort());
      TARGETS.put(client, known);
    }
    return known;
  }

  /** The type of promises is another one from 3.17 on; each is a stage. */
  private static @Nullable MethodHandle promiseOf(Class<?> type) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(type.getMethod("getPromise"))
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  private static @Nullable CompletionStage<?> promise(
      @Nullable MethodHandle getter, Object command) {
    try {
      return getter != null
              && (Object) getter.invokeExact(command) instanceof CompletionStage<?> stage
          ? stage
          : null;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private record Completion(DbOperation operation)
      implements BiConsumer<Object, @Nullable Throwable>, WithoutContext {
    @Override
    public void accept(@Nullable Object reply, @Nullable Throwable thrown) {
      try {
        Throwable error =
            thrown instanceof CompletionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        if (error instanceof RedisMovedException) {
          RedisCommands.endRefused(operation, "MOVED");
        } else if (error instanceof RedisAskException) {
          RedisCommands.endRefused(operation, "ASK");
        } else if (error instanceof RedisException && RedisCommands.isReply(error.getMessage())) {
          RedisCommands.endRefused(operation, error.getMessage());
        } else {
          if (error == null) {
            operation.answered(reply);
          }
          operation.end(error);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
