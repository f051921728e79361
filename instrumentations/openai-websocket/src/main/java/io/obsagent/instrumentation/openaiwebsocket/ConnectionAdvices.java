// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is done with a connection. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /** The application says something on a lane. */
  static final class SendOnLane {
    private SendOnLane() {}

    @OnEnter
    static void enter(
        @This Object connection, @Argument(0) Object event, @Argument(1) @Nullable String lane) {
      Talk.of(connection).say(event, lane, connection);
    }
  }

  /** The application says something. */
  static final class Send {
    private Send() {}

    @OnEnter
    static void enter(@This Object connection, @Argument(0) Object event) {
      Talk.of(connection).say(event, null, connection);
    }
  }

  /** The application waits for what the server says on a lane. */
  static final class ReceiveOnLane {
    private ReceiveOnLane() {}

    @OnEnter
    static Waiting enter(@This Object connection, @Argument(0) @Nullable String lane) {
      return new Waiting(Talk.of(connection).lane(lane), connection);
    }

    @OnExit
    static void exit(
        @Token @Nullable Waiting waiting, @Return @Nullable CompletableFuture<?> received) {
      Waiting.begin(waiting, received);
    }
  }

  /** The application waits for what the server says. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static Waiting enter(@This Object connection) {
      return new Waiting(Talk.of(connection).lane(null), connection);
    }

    @OnExit
    static void exit(
        @Token @Nullable Waiting waiting, @Return @Nullable CompletableFuture<?> received) {
      Waiting.begin(waiting, received);
    }
  }

  /** The application wants no more. */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object connection) {
      Talk.of(connection).leave();
    }
  }

  private record Waiting(Lane lane, Object connection) {
    static void begin(@Nullable Waiting waiting, @Nullable CompletableFuture<?> received) {
      if (waiting != null && received != null) {
        waiting.lane.receive(waiting.connection, received);
      }
    }
  }
}
