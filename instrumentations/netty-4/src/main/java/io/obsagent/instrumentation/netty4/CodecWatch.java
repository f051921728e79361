// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of an application that has HTTP/1. */
class CodecWatch implements HttpWatch {
  @Override
  public @Nullable SharedScope received(
      ChannelHandlerContext context, List<?> messages, int count) {
    return count > 0 && messages.get(0) instanceof HttpObject
        ? HttpChannel.of(context.channel(), false).receive(messages, 0, count)
        : null;
  }

  @Override
  public boolean isOfStream(Object codec) {
    return false;
  }

  @Override
  public void handedOn(ChannelHandlerContext context) {
    HttpChannel channel = HttpChannel.known(context.channel());
    if (channel != null) {
      channel.leave();
    }
  }

  @Override
  public void failed(ChannelHandlerContext context, Throwable cause) {
    HttpChannel channel = HttpChannel.known(context.channel());
    if (channel != null) {
      channel.failed(cause);
    }
  }
}
