// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Where connections lead to, what was sent over them, and the operations on them. A command takes
 * one of three ways:
 *
 * <pre>
 * executeCommand                        one call, one operation
 * sendCommand, get…Reply                written to a buffer, then flushed and awaited: the operation
 * sendCommand …, getMany                begins with the flush, a pipeline's too
 * cluster ► executeCommand …            one operation over all attempts and redirections
 * </pre>
 */
final class Connections {
  /** Entered by what is one operation already, and by what the application did not ask for. */
  static final CallDepth WITHIN = new CallDepth();

  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);
  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final HeldState<Connection, Known> KNOWN = new HeldState<>(Known.class);

  /** The command that goes to a cluster: which of its connections it takes shows later. */
  private static final ThreadLocal<DbOperation> IN_CLUSTER = new ThreadLocal<>();

  /** The field of a class of transactions that holds its connection: it moved between versions. */
  private static final ClassValue<@Nullable Field> CONNECTION =
      new ClassValue<>() {
        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          try {
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
              for (Field field : each.getDeclaredFields()) {
                if (field.getType() == Connection.class && field.trySetAccessible()) {
                  return field;
                }
              }
            }
          } catch (LinkageError e) {
            return null; // a class may name types of libraries that are not there
          }
          return null;
        }
      };

  private Connections() {}

  /**
   * A connection's target, and what was sent without its reply being read; one thread at a time.
   */
  static final class Known {
    private final DbTarget target;
    private @Nullable DbStatement sent;
    private @Nullable CommandArguments arguments;
    private int unanswered;
    private final @Nullable RedisKeyList keys = RedisKeyList.ifWanted();

    Known(DbTarget target) {
      this.target = target;
    }

    private void answered() {
      answered(null);
    }

    /** What was sent goes with an operation. */
    private @Nullable DbOperation answered(@Nullable DbOperation operation) {
      unanswered = 0;
      arguments = null;
      if (keys != null) {
        keys.tell(operation);
      }
      return operation;
    }
  }

  static @Nullable DbOperation start(Connection connection, CommandArguments arguments) {
    if (WITHIN.isInside()) {
      DbOperation inCluster = IN_CLUSTER.get();
      if (inCluster != null) {
        inCluster.target(known(connection).target);
      }
      return null;
    }
    Known known = known(connection);
    known.answered();
    return entered(start(known.target, statement(arguments), arguments));
  }

  static @Nullable DbOperation startInCluster(CommandArguments arguments) {
    if (WITHIN.isInside()) {
      return null;
    }
    DbOperation operation = entered(start(UNKNOWN, statement(arguments), arguments));
    if (operation != null) {
      IN_CLUSTER.set(operation);
    }
    return operation;
  }

  static void endInCluster(
      @Nullable DbOperation operation, @Nullable Object reply, @Nullable Throwable thrown) {
    if (operation != null) {
      IN_CLUSTER.remove();
      end(operation, reply, thrown);
    }
  }

  /**
   * @return what to tell of a failure to send
   */
  static @Nullable Known sent(Connection connection, CommandArguments arguments) {
    if (WITHIN.isInside()) {
      return null;
    }
    Known known = known(connection);
    known.sent = statement(arguments);
    known.arguments = arguments;
    known.unanswered++;
    if (known.keys != null) {
      known.keys.add(known.sent, firstOf(arguments));
    }
    return known;
  }

  static void notSent(Known known, Throwable thrown) {
    DbStatement statement = known.sent;
    known.answered();
    if (statement != null) {
      end(entered(DbOperation.start(known.target, statement)), null, thrown);
    }
  }

  static @Nullable DbOperation startReply(Connection connection) {
    Known known = WITHIN.isInside() ? null : KNOWN.get(connection);
    if (known == null || known.unanswered == 0 || known.sent == null) {
      return null;
    }
    int count = known.unanswered;
    CommandArguments arguments = known.arguments;
    if (count == 1 && arguments != null) {
      known.answered();
      return entered(start(known.target, known.sent, arguments));
    }
    return startPipeline(connection, count);
  }

  /** What is read is no reply: a message of a subscription may take any time to come. */
  static void listening(Connection connection) {
    Known known = KNOWN.get(connection);
    if (known != null) {
      known.answered();
    }
  }

  static @Nullable DbOperation startPipeline(Connection connection, int size) {
    if (WITHIN.isInside() || size <= 0) {
      return null;
    }
    Known known = known(connection);
    return entered(
        known.answered(DbOperation.startBatch(known.target, RedisCommands.PIPELINE, size)));
  }

  static @Nullable DbOperation startTransaction(Object transaction, boolean discarded) {
    try {
      Field field = WITHIN.isInside() ? null : CONNECTION.get(transaction.getClass());
      if (field == null || !(field.get(transaction) instanceof Connection connection)) {
        return null;
      }
      Known known = known(connection);
      DbStatement end = discarded ? RedisCommands.DISCARD : RedisCommands.MULTI;
      return entered(known.answered(DbOperation.start(known.target, end)));
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  static void end(
      @Nullable DbOperation operation, @Nullable Object reply, @Nullable Throwable thrown) {
    if (operation != null) {
      WITHIN.exit();
      operation.detach();
      RedisCommands.end(operation, JedisDataException.class, reply, thrown);
    }
  }

  static void endTransaction(
      @Nullable DbOperation operation, @Nullable Object replies, @Nullable Throwable thrown) {
    if (operation != null) {
      WITHIN.exit();
      operation.detach();
      if (replies instanceof List<?> list) {
        operation.batchSize(list.size());
      }
      RedisCommands.end(operation, JedisDataException.class, replies, thrown);
    }
  }

  private static @Nullable DbOperation start(
      DbTarget target, DbStatement statement, CommandArguments arguments) {
    DbOperation operation = DbOperation.start(target, statement);
    if (operation == null) {
      return null;
    }
    if (RedisCommands.counts(statement)) {
      operation.lookedFor(arguments.size() - 1);
    }
    if (operation.wantsKey()) {
      byte[] key = firstOf(arguments);
      if (key != null) {
        operation.key(key);
      }
    }
    return operation;
  }

  private static byte @Nullable [] firstOf(CommandArguments arguments) {
    Iterator<Rawable> all = arguments.iterator();
    all.next(); // the command itself
    return all.hasNext() ? all.next().getRaw() : null;
  }

  private static @Nullable DbOperation entered(@Nullable DbOperation operation) {
    if (operation != null) {
      operation.attach();
      WITHIN.enter();
    }
    return operation;
  }

  private static DbStatement statement(CommandArguments arguments) {
    ProtocolCommand command = arguments.getCommand();
    DbStatement statement = COMMANDS.statement(command, command.getRaw());
    return RedisCommands.mayWait(statement) && arguments.isBlocking()
        ? RedisCommands.waiting(statement)
        : statement;
  }

  /** Where a connection leads, or one that is in what a pool gives away. */
  static DbTarget target(@Nullable Object resource) {
    if (resource instanceof Jedis jedis) {
      return known(jedis.getConnection()).target;
    }
    return resource instanceof Connection connection ? known(connection).target : UNKNOWN;
  }

  private static Known known(Connection connection) {
    Known known = KNOWN.get(connection);
    if (known == null) {
      known = new Known(ask(connection));
      KNOWN.put(connection, known);
    }
    return known;
  }

  /** By reflection, for before Jedis 5 the method is not public; once per connection. */
  private static DbTarget ask(Connection connection) {
    try {
      Method getter = Connection.class.getDeclaredMethod("getHostAndPort");
      return getter.trySetAccessible()
              && getter.invoke(connection) instanceof HostAndPort hostAndPort
          ? DbTarget.redis(hostAndPort.getHost(), hostAndPort.getPort())
          : UNKNOWN;
    } catch (ReflectiveOperationException | LinkageError e) {
      return UNKNOWN; // a class may name types of libraries that are not there
    }
  }
}
