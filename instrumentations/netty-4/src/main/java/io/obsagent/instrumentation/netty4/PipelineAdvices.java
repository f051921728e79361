// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for what protocols have in common. */
final class PipelineAdvices {
  private PipelineAdvices() {}

  /**
   * For {@code ByteToMessageDecoder.fireChannelRead}, by which each decoder hands on what it has
   * decoded: parts of one message at a time.
   */
  static final class Decoded {
    private Decoded() {}

    @OnEnter
    static @Nullable SharedScope enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) List<?> messages,
        @Argument(2) int count) {
      HttpWatch watch = HttpWatch.Installed.get();
      return watch == null ? null : watch.received(context, messages, count);
    }

    @OnExit
    static void exit(@Token @Nullable SharedScope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** For {@code channelRead} of codecs, within which they decode and hand on. */
  static final class Read {
    private Read() {}

    @OnEnter
    static @Nullable ChannelHandlerContext enter(
        @This Object codec, @Argument(0) ChannelHandlerContext context) {
      HttpWatch watch = HttpWatch.Installed.get();
      return watch != null && watch.isOfStream(codec) ? context : null;
    }

    @OnExit
    static void exit(@Token @Nullable ChannelHandlerContext context) {
      HttpWatch watch = context == null ? null : HttpWatch.Installed.get();
      if (watch != null) {
        watch.handedOn(context);
      }
    }
  }

  /** For {@code invokeExceptionCaught}, by which a handler is told of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@This ChannelHandlerContext context, @Argument(0) @Nullable Throwable cause) {
      HttpWatch watch = cause == null ? null : HttpWatch.Installed.get();
      if (watch != null) {
        watch.failed(context, cause);
      }
    }
  }
}
