// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of an application that has HTTP. */
final class CodecWatch implements HttpWatch {
  private static final Guard GUARD = Guard.of(CodecWatch.class);

  private final boolean decodes;

  /**
   * @param decodes whether the decoder of HTTP/1 is of this class loader; else what that decodes is
   *     another watch's
   */
  CodecWatch(boolean decodes) {
    this.decodes = decodes;
  }

  @Override
  public @Nullable Scope apply(ChannelHandlerContext context, Object told) {
    try {
      return told instanceof List<?> messages
          ? received(context, messages)
          : happened(context, told);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private @Nullable Scope received(ChannelHandlerContext context, List<?> messages) {
    return decodes && !messages.isEmpty() && messages.get(0) instanceof HttpObject
        ? HttpChannel.of(context.channel(), false).receive(messages, 0, messages.size())
        : null;
  }

  private static @Nullable Scope happened(ChannelHandlerContext context, Object told) {
    HttpChannel channel = HttpChannel.known(context.channel());
    if (channel != null && told instanceof Throwable cause) {
      channel.failed(cause);
    } else if (channel != null && told == context) {
      channel.leave();
    }
    return null;
  }
}
