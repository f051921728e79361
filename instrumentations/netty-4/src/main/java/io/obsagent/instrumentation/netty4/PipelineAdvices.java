// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for what protocols have in common. */
final class PipelineAdvices {
  private PipelineAdvices() {}

  /**
   * For {@code ByteToMessageDecoder.fireChannelRead}, by which each decoder hands on what it has
   * decoded, and all of that: parts of one message at a time.
   */
  static final class Decoded {
    private Decoded() {}

    @OnEnter
    static @Nullable Scope enter(
        @Argument(0) ChannelHandlerContext context, @Argument(1) List<?> messages) {
      return HttpWatch.Installed.tell(context, messages);
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** For {@code channelRead} of codecs, within which they decode and hand on. */
  static final class Read {
    private static final String OF_STREAM =
        "io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec";

    /**
     * Whether a codec makes messages of the frames of a stream; by name, as it may be elsewhere.
     */
    private static final ClassValue<Boolean> IS_OF_STREAM =
        new ClassValue<>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            return type != Object.class
                && (type.getName().equals(OF_STREAM) || get(type.getSuperclass()));
          }
        };

    private Read() {}

    @OnEnter
    static @Nullable ChannelHandlerContext enter(
        @This Object codec, @Argument(0) ChannelHandlerContext context) {
      return IS_OF_STREAM.get(codec.getClass()) ? context : null;
    }

    @OnExit
    static void exit(@Token @Nullable ChannelHandlerContext context) {
      if (context != null) {
        HttpWatch.Installed.tell(context, context);
      }
    }
  }

  /** For {@code invokeExceptionCaught}, by which a handler is told of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@This ChannelHandlerContext context, @Argument(0) @Nullable Throwable cause) {
      if (cause != null) {
        HttpWatch.Installed.tell(context, cause);
      }
    }
  }
}
