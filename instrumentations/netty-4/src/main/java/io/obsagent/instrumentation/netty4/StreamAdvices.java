// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for streams of HTTP/2 that are channels, whose frames a codec makes messages of. */
final class StreamAdvices {
  /** Whether this is the advice of HTTP/1, too; bundles of OSGi have each their own copy. */
  private static final boolean WITH_HTTP =
      Http2StreamFrame.class.getClassLoader() == HttpObject.class.getClassLoader();

  private StreamAdvices() {}

  /** For the constructors of the codec. */
  static final class NewCodec {
    private NewCodec() {}

    @OnExit
    static void exit() {
      if (!HttpWatch.Installed.isThere()) {
        HttpWatch.Installed.add(new CodecWatch(WITH_HTTP));
      }
    }
  }

  /** For {@code decode} of the codec, which then hands on what it has decoded. */
  static final class Decode {
    private Decode() {}

    @OnEnter
    static Decoding enter(
        @Argument(0) ChannelHandlerContext context, @Argument(2) List<?> messages) {
      return new Decoding(context, messages, messages.size());
    }

    @OnExit
    static void exit(@Token @Nullable Decoding decoding) {
      if (decoding != null && decoding.messages.size() > decoding.from) {
        HttpChannel channel = HttpChannel.of(decoding.context.channel(), true);
        channel.enter(channel.receive(decoding.messages, decoding.from, decoding.messages.size()));
      }
    }

    /** Where what is decoded comes to stand. */
    private record Decoding(ChannelHandlerContext context, List<?> messages, int from) {}
  }

  /** For {@code encode} of the codec. */
  static final class Encode {
    private Encode() {}

    @OnEnter
    static Encoded enter(@Argument(0) ChannelHandlerContext context, @Argument(1) Object message) {
      HttpChannel channel = HttpChannel.of(context.channel(), true);
      channel.encode(message);
      return new Encoded(channel, message);
    }

    @OnExit
    static void exit(@Token @Nullable Encoded encoded) {
      if (encoded != null) {
        encoded.channel.encoded(encoded.message);
      }
    }

    /** What is being encoded. */
    private record Encoded(HttpChannel channel, Object message) {}
  }

  /** For {@code toHttp2Headers}, within {@code encode}. */
  static final class Headers {
    private Headers() {}

    @OnExit
    static void exit(@Return @Nullable Http2Headers headers) {
      HeaderLines.Source source = headers == null ? null : HeaderLines.Source.take();
      if (source != null) {
        source.writeTo(new StreamHeaders(headers));
      }
    }
  }
}
