// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.RedisCommands;
import org.jspecify.annotations.Nullable;

/** Calls above the connection, each one operation; and those that are none. */
final class CallAdvices {
  private CallAdvices() {}

  /** A command to a cluster, over all attempts and redirections. */
  static final class RunInCluster {
    private RunInCluster() {}

    @OnEnter
    static Connections.@Nullable Outer enter() {
      return Connections.enterOuter(null);
    }

    @OnExit
    static void exit(
        @Token Connections.@Nullable Outer outer,
        @Return @Nullable Object reply,
        @Thrown @Nullable Throwable thrown) {
      Connections.leaveOuter(outer, reply, thrown);
    }
  }

  /** The queued commands are acknowledged and run. */
  static final class Exec {
    private Exec() {}

    @OnEnter
    static Connections.@Nullable Outer enter() {
      return Connections.enterOuter(RedisCommands.MULTI);
    }

    @OnExit
    static void exit(
        @Token Connections.@Nullable Outer outer,
        @Return @Nullable Object replies,
        @Thrown @Nullable Throwable thrown) {
      Connections.leaveOuter(outer, replies, thrown);
    }
  }

  /** The queued commands are acknowledged and given up. */
  static final class Discard {
    private Discard() {}

    @OnEnter
    static Connections.@Nullable Outer enter() {
      return Connections.enterOuter(RedisCommands.DISCARD);
    }

    @OnExit
    static void exit(@Token Connections.@Nullable Outer outer, @Thrown @Nullable Throwable thrown) {
      Connections.leaveOuter(outer, null, thrown);
    }
  }

  /** A connection introduces itself, or a pool tries it: nothing that the application asked for. */
  static final class Housekeeping {
    private Housekeeping() {}

    @OnEnter
    static Boolean enter() {
      return Connections.WITHIN.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Boolean entered) {
      if (entered != null) {
        Connections.WITHIN.exit();
      }
    }
  }
}
