// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import org.jspecify.annotations.Nullable;

/** Advice for connections and for what reads their events. */
final class SocketAdvices {
  private SocketAdvices() {}

  /** The application says something, on a lane or on none. */
  static final class Send {
    private Send() {}

    @OnEnter
    static void enter(@This Object connection, @AllArguments @Nullable Object[] arguments) {
      Talk.of(connection)
          .say(arguments[0], arguments.length > 1 ? (String) arguments[1] : null, connection);
    }
  }

  /** A message of the server has come, which is read before anybody gets it. */
  static final class Accept {
    private Accept() {}

    @OnEnter
    static void enter(@This Object connection) {
      Talk.hears(connection);
    }

    @OnExit
    static void exit() {
      Talk.hears(null);
    }
  }

  /** A message has been read. */
  static final class Read {
    private Read() {}

    @OnExit
    static void exit(@Return @Nullable Object event) {
      Talk.heard(event);
    }
  }

  /** The connection is gone: broken, or closed by either side. */
  static final class Detach {
    private Detach() {}

    @OnEnter
    static void enter(@This Object connection, @Argument(0) @Nullable Throwable why) {
      Talk.of(connection).end(why);
    }
  }
}
