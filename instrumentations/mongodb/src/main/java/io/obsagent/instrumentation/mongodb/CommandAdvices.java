// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.internal.async.SingleResultCallback;
import com.mongodb.internal.connection.DefaultServerConnection;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Advice for commands on their connection. One overload calls another: that one is inside. */
final class CommandAdvices {
  private CommandAdvices() {}

  /** Advice for {@code command}: the thread waits for the reply. */
  static final class Run {
    private Run() {}

    @OnEnter
    static @Nullable Command enter(
        @This DefaultServerConnection connection,
        @Argument(0) String database,
        @Argument(1) BsonDocument command) {
      return Command.start(connection, database, command);
    }

    @OnExit
    static void exit(
        @Token @Nullable Command command,
        @Return @Nullable Object reply,
        @Thrown @Nullable Throwable thrown) {
      if (command != null) {
        command.detach();
        command.end(reply, thrown);
      }
    }
  }

  /** Advice for {@code commandAsync}: a callback gets the reply, or what failed before. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static @Nullable Command enter(
        @This DefaultServerConnection connection,
        @Argument(0) String database,
        @Argument(1) BsonDocument command) {
      Command started = Command.start(connection, database, command);
      if (started != null) {
        Command.STARTED.set(started);
      }
      return started;
    }

    @OnExit
    static void exit(@Token @Nullable Command command, @Thrown @Nullable Throwable thrown) {
      if (command == null) {
        return;
      }
      Command.STARTED.remove();
      command.detach();
      if (thrown != null) {
        command.end(null, thrown);
      }
    }
  }

  /** Advice for {@code executeProtocolAsync}, which both overloads come to. */
  static final class Reply {
    private Reply() {}

    @ReplaceArgument(2)
    static @Nullable SingleResultCallback<?> callback(
        @Argument(2) @Nullable SingleResultCallback<?> callback) {
      Command command = Command.STARTED.get();
      return command == null || callback == null ? callback : command.ending(callback);
    }
  }
}
