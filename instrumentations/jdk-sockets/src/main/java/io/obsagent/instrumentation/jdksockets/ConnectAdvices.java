// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdksockets;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Advice for what opens connections. */
final class ConnectAdvices {
  /** Attempts of channels that do not block, until they are finished. */
  private static final WeakMap<SocketChannel, Attempt> PENDING = new WeakMap<>();

  private ConnectAdvices() {}

  /** Advice for what returns when the connection is open. */
  static final class Blocking {
    private Blocking() {}

    @OnEnter
    static @Nullable Attempt enter(@Argument(0) @Nullable SocketAddress address) {
      return Attempt.to(address);
    }

    @OnExit
    static void exit(@Token @Nullable Attempt attempt, @Thrown @Nullable Throwable thrown) {
      if (attempt != null) {
        attempt.ended(thrown);
      }
    }
  }

  /** Advice for {@code connect} of a channel, which may go on after it; and one that runs. */
  record Channel(SocketChannel channel, Attempt attempt) {
    @OnEnter
    static @Nullable Channel enter(
        @This SocketChannel channel, @Argument(0) @Nullable SocketAddress address) {
      Attempt attempt = Attempt.to(address);
      return attempt == null ? null : new Channel(channel, attempt);
    }

    @OnExit
    static void exit(
        @Token @Nullable Channel opening,
        @Return boolean connected,
        @Thrown @Nullable Throwable thrown) {
      if (opening == null) {
        return;
      }
      if (connected || thrown != null) {
        opening.attempt.ended(thrown);
      } else {
        PENDING.put(opening.channel, opening.attempt);
      }
    }
  }

  /** Advice for {@code finishConnect}, which may be asked often, and once more when all is done. */
  static final class Finish {
    private Finish() {}

    @OnEnter
    static SocketChannel enter(@This SocketChannel channel) {
      return channel;
    }

    @OnExit
    static void exit(
        @Token @Nullable SocketChannel channel,
        @Return boolean connected,
        @Thrown @Nullable Throwable thrown) {
      if (!connected && thrown == null) {
        return;
      }
      Attempt attempt = channel == null ? null : PENDING.remove(channel);
      if (attempt != null) {
        attempt.ended(thrown);
      }
    }
  }
}
