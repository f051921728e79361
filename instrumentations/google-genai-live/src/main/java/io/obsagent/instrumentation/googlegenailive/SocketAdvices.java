// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import io.obsagent.spi.advice.AllArguments;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;

/** What becomes of the connection. */
final class SocketAdvices {
  private SocketAdvices() {}

  /** The other side wants no more, or both. */
  static final class Closed {
    private Closed() {}

    @OnEnter
    static void enter(@This Object socket) {
      Session.cut(socket, null);
    }
  }

  /** It is broken; versions differ in what else they say. */
  static final class Failed {
    private Failed() {}

    @OnEnter
    static void enter(@This Object socket, @AllArguments Object[] arguments) {
      Throwable failure = null;
      for (Object argument : arguments) {
        failure = argument instanceof Throwable told ? told : failure;
      }
      Session.cut(socket, failure);
    }
  }
}
