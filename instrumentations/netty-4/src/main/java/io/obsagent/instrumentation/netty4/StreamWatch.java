// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** Of an application that has HTTP/2 with channels for its streams, too. */
final class StreamWatch extends CodecWatch {
  @Override
  public boolean isOfStream(Object codec) {
    return codec instanceof Http2StreamFrameToHttpObjectCodec;
  }
}
