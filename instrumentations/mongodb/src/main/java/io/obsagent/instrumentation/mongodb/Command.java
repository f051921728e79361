// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.internal.async.SingleResultCallback;
import com.mongodb.internal.connection.DefaultServerConnection;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A command under way.
 *
 * @param operation its span and measurement
 * @param caller the context in which it was sent, and in which its callback runs
 * @param writes whether the reply says how many documents it has written
 */
record Command(DbOperation operation, Context caller, boolean writes) {
  /** Between two methods of a connection, the outer of which knows the command. */
  static final ThreadLocal<@Nullable Command> STARTED = new ThreadLocal<>();

  private static final Guard GUARD = Guard.of(Command.class);

  private static final Set<String> WRITES = Set.of("insert", "update", "delete");

  /** Commands whose first value is a collection's name; that of others may be anything. */
  private static final Set<String> OF_COLLECTION =
      Set.of(
          "aggregate",
          "collMod",
          "count",
          "create",
          "createIndexes",
          "createSearchIndexes",
          "delete",
          "distinct",
          "drop",
          "dropIndexes",
          "dropSearchIndex",
          "find",
          "findAndModify",
          "findandmodify",
          "insert",
          "killCursors",
          "listIndexes",
          "mapReduce",
          "mapreduce",
          "update",
          "updateSearchIndex");

  /** Starts a command and makes it current; null inside another one. */
  static @Nullable Command start(
      DefaultServerConnection connection, String database, BsonDocument command) {
    if (command.isEmpty()) {
      return null;
    }
    String name = command.getFirstKey();
    Context caller = Context.current();
    DbOperation operation =
        DbOperation.start(
            target(connection, database), DbStatement.of(name, collection(name, command)));
    if (operation == null) {
      return null;
    }
    operation.attach();
    return new Command(operation, caller, WRITES.contains(name));
  }

  private static DbTarget target(DefaultServerConnection connection, String database) {
    ServerAddress address = connection.getDescription().getServerAddress();
    return new DbTarget(DbKind.DOCUMENT, "mongodb", database, address.getHost(), address.getPort());
  }

  private static @Nullable String collection(String name, BsonDocument command) {
    BsonValue value =
        name.equals("getMore")
            ? command.get("collection")
            : OF_COLLECTION.contains(name) ? command.get(name) : null;
    return value instanceof BsonString text ? text.getValue() : null;
  }

  void detach() {
    operation.detach();
  }

  <T> SingleResultCallback<T> ending(SingleResultCallback<T> callback) {
    return new Ending<>(this, callback);
  }

  void end(@Nullable Object reply, @Nullable Throwable thrown) {
    if (thrown instanceof MongoException refused && refused.getCode() > 0) {
      refused(refused.getCode());
      operation.end(null); // its message quotes documents
      return;
    }
    if (writes && thrown == null && reply instanceof BsonDocument answer) {
      written(answer);
    }
    operation.end(thrown);
  }

  private void written(BsonDocument answer) {
    BsonValue count = answer.get("nModified");
    if ((count == null ? answer.get("n") : count) instanceof BsonNumber number) {
      operation.affectedRows(number.longValue());
    }
    if (answer.get("writeErrors") instanceof BsonArray errors
        && !errors.isEmpty()
        && errors.get(0) instanceof BsonDocument error
        && error.get("code") instanceof BsonNumber code) {
      refused(code.intValue());
    }
  }

  private void refused(int code) {
    operation.responseStatus(Integer.toString(code));
    Failure failure = failure(code);
    if (failure != null) {
      operation.failure(failure);
    }
  }

  /** The server's own numbers: https://www.mongodb.com/docs/manual/reference/error-codes/. */
  private static @Nullable Failure failure(int code) {
    return switch (code) {
      case 24, 46 -> Failure.LOCK_TIMEOUT;
      case 112 -> Failure.SERIALIZATION;
      case 50, 262, 11601 -> Failure.CANCELLED;
      default -> null;
    };
  }

  /** Ends the command, and goes on in the context in which it was sent. */
  private record Ending<T>(Command command, SingleResultCallback<T> callback)
      implements SingleResultCallback<T> {
    @Override
    public void onResult(@Nullable T result, @Nullable Throwable error) {
      try {
        command.end(result, error);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      Scope scope = GUARD.attach(command.caller);
      try {
        callback.onResult(result, error);
      } finally {
        GUARD.close(scope);
      }
    }
  }
}
