// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** Where connections lead to, and the operations on them. */
final class Connections {
  /** Entered while a new connection introduces itself. */
  static final CallDepth HANDSHAKE = new CallDepth();

  private static final DbTarget UNKNOWN = new DbTarget("redis", null, null, -1);
  private static final DbStatement PIPELINE = DbStatement.command("PIPELINE");
  private static final DbStatement MULTI = DbStatement.command("MULTI");
  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final WeakMap<Connection, DbTarget> TARGETS = new WeakMap<>();

  /** The field of a class of transactions that holds its connection: it moved between versions. */
  private static final ClassValue<Field> CONNECTION =
      new ClassValue<>() {
        @Override
        protected Field computeValue(Class<?> type) {
          for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
              if (field.getType() == Connection.class && field.trySetAccessible()) {
                return field;
              }
            }
          }
          throw new IllegalStateException(type + " has no connection");
        }
      };

  private Connections() {}

  static @Nullable DbOperation start(Connection connection, CommandArguments arguments) {
    ProtocolCommand command = arguments.getCommand();
    return attached(
        DbOperation.start(targetOf(connection), COMMANDS.statement(command, command.getRaw())));
  }

  static @Nullable DbOperation startPipeline(Connection connection, int size) {
    boolean wanted = HANDSHAKE.enter();
    HANDSHAKE.exit();
    return wanted ? attached(DbOperation.startBatch(targetOf(connection), PIPELINE, size)) : null;
  }

  static @Nullable DbOperation startTransaction(Object transaction) {
    try {
      Field field = CONNECTION.get(transaction.getClass());
      return field.get(transaction) instanceof Connection connection
          ? attached(DbOperation.start(targetOf(connection), MULTI))
          : null;
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  static void end(@Nullable DbOperation operation, @Nullable Throwable thrown) {
    if (operation == null) {
      return;
    }
    operation.detach();
    if (thrown instanceof JedisDataException) {
      RedisCommands.endRefused(operation, thrown.getMessage());
    } else {
      operation.end(thrown);
    }
  }

  private static @Nullable DbOperation attached(@Nullable DbOperation operation) {
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  private static DbTarget targetOf(Connection connection) {
    DbTarget target = TARGETS.get(connection);
    if (target == null) {
      target = ask(connection);
      TARGETS.put(connection, target);
    }
    return target;
  }

  /** By reflection, for before Jedis 5 the method is not public; once per connection. */
  private static DbTarget ask(Connection connection) {
    try {
      Method getter = Connection.class.getDeclaredMethod("getHostAndPort");
      return getter.trySetAccessible()
              && getter.invoke(connection) instanceof HostAndPort hostAndPort
          ? new DbTarget("redis", null, hostAndPort.getHost(), hostAndPort.getPort())
          : UNKNOWN;
    } catch (ReflectiveOperationException e) {
      return UNKNOWN;
    }
  }
}
