// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.RedisKeyList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What was sent over connections, and the operations on them. A command is written to a buffer,
 * then flushed and its reply awaited: there the operation begins, and it ends with the reply,
 * unless an {@link Outer} call goes on.
 */
final class Connections {
  /** Entered by what is one operation already, and by what the application did not ask for. */
  static final CallDepth WITHIN = new CallDepth();

  private static final DbTarget UNKNOWN = DbTarget.redis(null, -1);
  private static final byte[] BLOCK = "BLOCK".getBytes(StandardCharsets.US_ASCII);

  /** {@code BLOCK} is told before the streams, of which there may be many. */
  private static final int LAST_OPTION = 8;

  private static final byte[][] NO_ARGUMENTS = {};

  private static final RedisCommands COMMANDS = new RedisCommands();
  private static final HeldState<Connection, Known> KNOWN = new HeldState<>(Known.class);
  private static final ThreadLocal<Outer> OUTER = new ThreadLocal<>();

  private Connections() {}

  /**
   * A connection's target, and what was sent without its reply being read; one thread at a time.
   */
  static final class Known {
    private final DbTarget target;
    private @Nullable DbStatement sent;
    private byte @Nullable [][] arguments;
    private int unanswered;
    private final @Nullable RedisKeyList keys = RedisKeyList.ifWanted();

    Known(DbTarget target) {
      this.target = target;
    }

    private void answered() {
      unanswered = 0;
      arguments = null;
      tellKeys(null);
    }

    /** What was sent goes with an operation, if there is one. */
    private void tellKeys(@Nullable DbOperation operation) {
      if (keys != null) {
        keys.tell(operation);
      }
    }
  }

  /**
   * A transaction that ends, or a command to a cluster over all attempts and redirections: one
   * operation, which begins where the first connection it uses is known.
   */
  static final class Outer {
    private final @Nullable DbStatement statement;
    private @Nullable DbOperation operation;

    Outer(@Nullable DbStatement statement) {
      this.statement = statement;
    }
  }

  /**
   * @param statement of the whole, or null for that of the command within
   * @return null within another one
   */
  static @Nullable Outer enterOuter(@Nullable DbStatement statement) {
    if (WITHIN.isInside() || OUTER.get() != null) {
      return null;
    }
    Outer outer = new Outer(statement);
    OUTER.set(outer);
    return outer;
  }

  static void leaveOuter(
      @Nullable Outer outer, @Nullable Object reply, @Nullable Throwable thrown) {
    if (outer == null) {
      return;
    }
    OUTER.remove();
    DbOperation operation = outer.operation;
    if (operation != null) {
      operation.detach();
      if (outer.statement != null && reply instanceof List<?> replies) {
        operation.batchSize(replies.size());
      }
      RedisCommands.end(operation, JedisDataException.class, reply, thrown);
    }
  }

  /**
   * @return what to tell of a failure to send
   */
  static @Nullable Known sent(Connection connection, ProtocolCommand command, byte[][] arguments) {
    if (WITHIN.isInside()) {
      return null;
    }
    DbStatement statement = COMMANDS.statement(command, command.getRaw());
    if (statement.operation().equals(RedisCommands.MULTI.operation())) {
      return null; // the transaction is told when it ends
    }
    Known known = known(connection);
    known.sent = blocks(statement, arguments) ? RedisCommands.waiting(statement) : statement;
    known.arguments = arguments;
    known.unanswered++;
    if (known.keys != null && arguments.length > 0) {
      known.keys.add(statement, arguments[0]);
    }
    return known;
  }

  private static boolean blocks(DbStatement statement, byte[][] arguments) {
    if (RedisCommands.mayWait(statement)) {
      for (int i = 0; i < arguments.length && i < LAST_OPTION; i++) {
        if (isBlock(arguments[i])) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBlock(byte @Nullable [] argument) {
    if (argument == null || argument.length != BLOCK.length) {
      return false;
    }
    for (int i = 0; i < BLOCK.length; i++) {
      if ((argument[i] & ~0x20) != BLOCK[i]) {
        return false;
      }
    }
    return true;
  }

  static void notSent(Known known, Throwable thrown) {
    known.unanswered = 1;
    end(startReply(known), null, thrown);
  }

  static @Nullable DbOperation startReply(Connection connection) {
    Known known = WITHIN.isInside() ? null : KNOWN.get(connection);
    return known == null || known.unanswered == 0 ? null : startReply(known);
  }

  private static @Nullable DbOperation startReply(Known known) {
    DbStatement sent = known.sent;
    byte[][] arguments = known.arguments;
    int count = known.unanswered;
    if (sent == null || arguments == null) {
      known.answered();
      return null;
    }
    return count == 1
        ? start(known, sent, 1, arguments)
        : start(known, RedisCommands.PIPELINE, count, NO_ARGUMENTS);
  }

  static @Nullable DbOperation startPipeline(Connection connection, int size) {
    if (WITHIN.isInside() || size <= 0) {
      return null;
    }
    return start(known(connection), RedisCommands.PIPELINE, size, NO_ARGUMENTS);
  }

  /** What was sent is being answered. */
  private static @Nullable DbOperation start(
      Known known, DbStatement statement, int size, byte[][] arguments) {
    DbOperation operation = started(known, statement, size, arguments);
    known.answered();
    return operation;
  }

  /** Null also where an outer operation takes what happens here as its own. */
  private static @Nullable DbOperation started(
      Known known, DbStatement statement, int size, byte[][] arguments) {
    Outer outer = OUTER.get();
    if (outer != null && outer.operation != null) {
      outer.operation.target(known.target);
      return null;
    }
    DbOperation operation =
        outer != null && outer.statement != null
            ? DbOperation.start(known.target, outer.statement)
            : DbOperation.startBatch(known.target, statement, size);
    if (operation == null) {
      return null;
    }
    if (RedisCommands.counts(statement)) {
      operation.lookedFor(arguments.length);
    }
    if (arguments.length > 0 && operation.wantsKey()) {
      operation.key(arguments[0]);
    } else {
      known.tellKeys(operation);
    }
    operation.attach();
    if (outer != null) {
      outer.operation = operation;
      return null;
    }
    WITHIN.enter();
    return operation;
  }

  static void end(
      @Nullable DbOperation operation, @Nullable Object reply, @Nullable Throwable thrown) {
    if (operation != null) {
      WITHIN.exit();
      operation.detach();
      RedisCommands.end(operation, JedisDataException.class, reply, thrown);
    }
  }

  /** What is read is no reply: a message of a subscription may take any time to come. */
  static void listening(Connection connection) {
    Known known = KNOWN.get(connection);
    if (known != null) {
      known.answered();
    }
  }

  /** Where a connection leads that a pool gives away. */
  static DbTarget target(@Nullable Object resource) {
    return resource instanceof Jedis jedis ? known(jedis.getClient()).target : UNKNOWN;
  }

  private static Known known(Connection connection) {
    Known known = KNOWN.get(connection);
    if (known == null) {
      known = new Known(DbTarget.redis(connection.getHost(), connection.getPort()));
      KNOWN.put(connection, known);
    }
    return known;
  }
}
