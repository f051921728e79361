// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TransactionalCommand;
import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.RedisCommands;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Operations of commands under way. They are not made current: the caller goes on at once, and the
 * event loop, on which they end, serves everybody.
 */
final class Commands {
  private static final String OWN_NAME = "lettuce#";
  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final HeldState<DefaultEndpoint, Endpoint> ENDPOINTS =
      new HeldState<>(Endpoint.class);

  /**
   * Entered while Lettuce writes for itself: what a broken connection has left unwritten, or what
   * it asks of sentinels and masters.
   */
  static final CallDepth WITHIN = new CallDepth();

  /**
   * Until the reply. A cluster writes the same command again, to another node, when it is
   * redirected.
   */
  private static final HeldState<RedisCommand<?, ?, ?>, DbOperation> UNDER_WAY =
      new HeldState<>(DbOperation.class);

  /** The same of those that go in a pipeline. */
  private static final HeldState<RedisCommand<?, ?, ?>, Pipeline.Part> PARTS =
      new HeldState<>(Pipeline.Part.class);

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
      of(endpoint).own = true;
    }
  }

  static void connected(DefaultEndpoint endpoint, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress server) {
      of(endpoint).target = DbTarget.redis(server.getHostString(), server.getPort());
    }
  }

  static void holdsBack(DefaultEndpoint endpoint, boolean held) {
    of(endpoint).held = held;
  }

  static void flushed(DefaultEndpoint endpoint) {
    Endpoint known = ENDPOINTS.get(endpoint);
    if (known != null) {
      known.flush();
    }
  }

  private static Endpoint of(DefaultEndpoint endpoint) {
    Endpoint known = ENDPOINTS.get(endpoint);
    return known != null ? known : ENDPOINTS.putIfAbsent(endpoint, new Endpoint());
  }

  static @Nullable DbOperation start(
      DefaultEndpoint endpoint, @Nullable RedisCommand<?, ?, ?> command) {
    if (command instanceof TransactionalCommand<?, ?, ?>) {
      queued(of(endpoint), command);
    }
    if (!isWatched(command)) {
      return null;
    }
    Endpoint known = of(endpoint);
    if (known.own || isRedirected(command, known)) {
      return null;
    }
    DbStatement statement = statement(command);
    if (known.queued != null && command.getType() == CommandType.DISCARD) {
      known.queued.tell(null);
    }
    if (known.held) {
      join(known.pipeline(), statement, command);
      return null;
    }
    DbOperation operation = DbOperation.start(known.target, statement);
    if (operation == null) {
      return null;
    }
    if (RedisCommands.counts(statement)) {
      operation.lookedFor(command.getArgs().count());
    }
    byte[] key = operation.wantsKey() ? keyOf(command) : null;
    if (key != null) {
      operation.key(key);
    }
    if (known.queued != null && command.getType() == CommandType.EXEC) {
      known.queued.tell(operation);
    }
    UNDER_WAY.put(command, operation);
    if (command.isDone()) { // cancelled before it was sent
      over(command, new CancellationException());
    }
    return operation;
  }

  private static void queued(Endpoint endpoint, RedisCommand<?, ?, ?> command) {
    if (endpoint.queued != null) {
      ProtocolKeyword type = command.getType();
      endpoint.queued.add(COMMANDS.statement(type, type.getBytes()), keyOf(command));
    }
  }

  /** As the connection's codec writes it. */
  private static byte @Nullable [] keyOf(RedisCommand<?, ?, ?> command) {
    CommandArgs<?, ?> arguments = command.getArgs();
    ByteBuffer key = arguments == null ? null : arguments.getFirstEncodedKey();
    if (key == null) {
      return null;
    }
    byte[] bytes = new byte[key.remaining()];
    key.duplicate().get(bytes);
    return bytes;
  }

  /** Commands that are written together are a pipeline, unless only one of them is watched. */
  static void startAll(
      DefaultEndpoint endpoint, Collection<? extends RedisCommand<?, ?, ?>> commands) {
    Endpoint known = of(endpoint);
    if (commands.size() < 2 || known.own || known.held) {
      for (RedisCommand<?, ?, ?> command : commands) {
        start(endpoint, command);
      }
      return;
    }
    Pipeline pipeline = new Pipeline(known.target);
    for (RedisCommand<?, ?, ?> command : commands) {
      if (isWatched(command) && !isRedirected(command, known)) {
        join(pipeline, statement(command), command);
      }
    }
    pipeline.start();
  }

  private static boolean isRedirected(RedisCommand<?, ?, ?> command, Endpoint to) {
    DbOperation running = UNDER_WAY.get(command);
    Pipeline.Part part = running == null ? PARTS.get(command) : null;
    if (part != null) {
      running = part.operation();
    }
    if (running != null) {
      running.target(to.target);
    }
    return running != null || part != null;
  }

  /** What is queued in a transaction is told by its end. */
  private static boolean isWatched(@Nullable RedisCommand<?, ?, ?> command) {
    return (command instanceof AsyncCommand<?, ?, ?> || command instanceof CommandWrapper<?, ?, ?>)
        && !WITHIN.isInside()
        && !(command instanceof TransactionalCommand<?, ?, ?>)
        && !isOfLettuce(command);
  }

  private static DbStatement statement(RedisCommand<?, ?, ?> command) {
    ProtocolKeyword type = command.getType();
    if (type == CommandType.EXEC) {
      return RedisCommands.MULTI;
    }
    DbStatement statement = COMMANDS.statement(type, type.getBytes());
    return RedisCommands.mayWait(statement) && blocks(command)
        ? RedisCommands.waiting(statement)
        : statement;
  }

  private static boolean blocks(RedisCommand<?, ?, ?> command) {
    String arguments = command.getArgs().toCommandString();
    int streams = arguments.indexOf("STREAMS ");
    int block = arguments.indexOf("BLOCK ");
    return block >= 0 && block < streams;
  }

  /**
   * Before a new connection asks for the topology, it takes a name of Lettuce's own; Lettuce 5 also
   * introduces a connection as the application would.
   */
  private static boolean isOfLettuce(RedisCommand<?, ?, ?> command) {
    ProtocolKeyword type = command.getType();
    return type == CommandType.MULTI
        || TOPOLOGY.get(command.getClass())
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
      Pipeline.Part part = operation == null ? PARTS.remove(abandoned) : null;
      if (operation != null) {
        operation.end(null);
      } else if (part != null) {
        part.answered(null, null);
      }
    }
  }

  private static void join(
      Pipeline pipeline, DbStatement statement, RedisCommand<?, ?, ?> command) {
    PARTS.put(command, pipeline.add(statement, () -> keyOf(command)));
    if (command.isDone()) { // cancelled before it was sent
      over(command, new CancellationException());
    }
  }

  /** Whether somebody waits to be told that a command is over. */
  static boolean isUnderWay(RedisCommand<?, ?, ?> command) {
    return UNDER_WAY.get(command) != null || PARTS.get(command) != null;
  }

  /**
   * Ends what belongs to a command: on the event loop, or wherever it is cancelled or times out.
   * Only the first time counts.
   */
  static void over(RedisCommand<?, ?, ?> command, @Nullable Throwable error) {
    DbOperation operation = UNDER_WAY.remove(command);
    if (operation != null) {
      Replies.end(operation, command.getOutput(), error);
      return;
    }
    Pipeline.Part part = PARTS.remove(command);
    if (part != null) {
      part.answered(command.getOutput(), error);
    }
  }
}
