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

  private static void receive(@Nullable Lane lane, @Nullable CompletableFuture<?> received) {
    if (lane != null && received != null) {
      lane.receive(received);
    }
  }

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
    static Lane enter(@This Object connection, @Argument(0) @Nullable String lane) {
      return Talk.of(connection).lane(lane);
    }

    @OnExit
    static void exit(@Token @Nullable Lane lane, @Return @Nullable CompletableFuture<?> received) {
      receive(lane, received);
    }
  }

  /** The application waits for what the server says. */
  static final class Receive {
    private Receive() {}

    @OnEnter
    static Lane enter(@This Object connection) {
      return Talk.of(connection).lane(null);
    }

    @OnExit
    static void exit(@Token @Nullable Lane lane, @Return @Nullable CompletableFuture<?> received) {
      receive(lane, received);
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
}
