// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Netty's general classes tell of HTTP. They are there without it, too: then there is no watch
 * and nothing to do, and they need none of the classes of HTTP to be woven.
 */
interface HttpWatch {
  /**
   * Messages have been decoded, and the pipeline is about to get them.
   *
   * @return what is current meanwhile, or null where nothing changes
   */
  @Nullable SharedScope received(ChannelHandlerContext context, List<?> messages, int count);

  /** A codec is about to read. */
  boolean isOfStream(Object codec);

  /** A codec of a stream has handed on what it has read. */
  void handedOn(ChannelHandlerContext context);

  /** A handler is told of an exception. */
  void failed(ChannelHandlerContext context, Throwable cause);

  /** There is one as soon as a codec is made whose messages are of HTTP. */
  final class Installed {
    private static volatile @Nullable HttpWatch watch;

    private Installed() {}

    static @Nullable HttpWatch get() {
      return watch;
    }

    static void set(HttpWatch installed) {
      watch = installed;
    }
  }
}
