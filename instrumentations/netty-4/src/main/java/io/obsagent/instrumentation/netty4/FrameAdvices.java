// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Headers;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for connections of HTTP/2 whose handlers work with frames. */
final class FrameAdvices {
  private FrameAdvices() {}

  /** What a handler is being told. */
  private record Frame(
      ConnectionStreams streams, int id, boolean last, @Nullable SharedScope scope) {
    void leave() {
      if (scope != null) {
        scope.close();
      }
      streams.received(id, last);
    }
  }

  /** For {@code onHeadersRead} of the decoder, within which the handler is told of them. */
  static final class HeadersRead {
    private HeadersRead() {}

    @OnEnter
    static @Nullable Frame enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(2) Http2Headers headers,
        @Argument(7) boolean last) {
      ConnectionStreams streams = ConnectionStreams.of(context);
      return streams == null ? null : new Frame(streams, id, last, streams.receive(id, headers));
    }

    @OnExit
    static void exit(@Token @Nullable Frame frame) {
      if (frame != null) {
        frame.leave();
      }
    }
  }

  /** For {@code onDataRead} of the decoder. */
  static final class DataRead {
    private DataRead() {}

    @OnEnter
    static @Nullable Frame enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(4) boolean last) {
      ConnectionStreams streams = ConnectionStreams.of(context);
      return streams == null ? null : new Frame(streams, id, last, streams.current(id));
    }

    @OnExit
    static void exit(@Token @Nullable Frame frame) {
      if (frame != null) {
        frame.leave();
      }
    }
  }

  /** What is being written. */
  private record Writing(ConnectionStreams streams, int id) {
    static @Nullable Writing last(ChannelHandlerContext context, int id, boolean last) {
      ConnectionStreams streams = last ? ConnectionStreams.of(context) : null;
      return streams == null ? null : new Writing(streams, id);
    }
  }

  /** For {@code writeHeaders} of the encoder with a priority. */
  static final class WriteHeaders {
    private WriteHeaders() {}

    @ReplaceArgument(2)
    static Http2Headers headers(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(2) Http2Headers headers) {
      ConnectionStreams streams = ConnectionStreams.of(context);
      return streams == null ? headers : streams.send(id, headers);
    }

    @OnEnter
    static @Nullable Writing enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(7) boolean last) {
      return Writing.last(context, id, last);
    }

    @OnExit
    static void exit(@Token @Nullable Writing writing) {
      if (writing != null) {
        writing.streams.answered(writing.id);
      }
    }
  }

  /** For {@code writeHeaders} of the encoder without a priority. */
  static final class WritePlainHeaders {
    private WritePlainHeaders() {}

    @ReplaceArgument(2)
    static Http2Headers headers(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(2) Http2Headers headers) {
      return WriteHeaders.headers(context, id, headers);
    }

    @OnEnter
    static @Nullable Writing enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(4) boolean last) {
      return Writing.last(context, id, last);
    }

    @OnExit
    static void exit(@Token @Nullable Writing writing) {
      WriteHeaders.exit(writing);
    }
  }

  /** For {@code writeData} of the encoder. */
  static final class WriteData {
    private WriteData() {}

    @OnEnter
    static @Nullable Writing enter(
        @Argument(0) ChannelHandlerContext context,
        @Argument(1) int id,
        @Argument(4) boolean last) {
      return Writing.last(context, id, last);
    }

    @OnExit
    static void exit(@Token @Nullable Writing writing) {
      WriteHeaders.exit(writing);
    }
  }
}
