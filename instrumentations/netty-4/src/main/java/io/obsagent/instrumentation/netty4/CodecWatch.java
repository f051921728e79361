// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of an application that has HTTP. */
final class CodecWatch implements HttpWatch {
  @Override
  public @Nullable Scope apply(ChannelHandlerContext context, Object told) {
    if (told instanceof List<?> messages) {
      return !messages.isEmpty() && messages.get(0) instanceof HttpObject
          ? HttpChannel.of(context.channel(), false).receive(messages, 0, messages.size())
          : null;
    }
    HttpChannel channel = HttpChannel.known(context.channel());
    if (channel != null && told instanceof Throwable cause) {
      channel.failed(cause);
    } else if (channel != null && told == context) {
      channel.leave();
    }
    return null;
  }
}
