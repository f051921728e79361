// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the codec of HTTP/1. */
final class CodecAdvices {
  private CodecAdvices() {}

  /** For the constructors of HTTP's decoder. */
  static final class NewDecoder {
    private NewDecoder() {}

    @OnExit
    static void exit() {
      if (!HttpWatch.Installed.isThere()) {
        HttpWatch.Installed.add(new CodecWatch(true));
      }
    }
  }

  /** For {@code encode} of requests and responses. */
  static final class Encode {
    private Encode() {}

    @OnEnter
    static @Nullable Encoded enter(
        @Argument(0) ChannelHandlerContext context, @Argument(1) Object message) {
      if (!(message instanceof HttpObject)) {
        return null;
      }
      HttpChannel channel = HttpChannel.of(context.channel(), false);
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

  /** For {@code encodeHeaders}, within {@code encode}. */
  static final class Headers {
    private Headers() {}

    @ReplaceArgument(0)
    static HttpHeaders headers(@Argument(0) HttpHeaders headers, @Argument(1) ByteBuf wire) {
      HeaderLines.Source source = HeaderLines.Source.take();
      if (source == null) {
        return headers;
      }
      EncodedHeaders encoded = new EncodedHeaders(headers, wire);
      source.writeTo(encoded);
      return encoded.rest();
    }
  }
}
