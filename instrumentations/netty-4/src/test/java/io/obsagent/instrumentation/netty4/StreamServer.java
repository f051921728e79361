// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.obsagent.testing.HttpServerApplication.Work;
import java.util.Map;

/** A server of HTTP/2, each of whose streams is a channel that serves a kit's endpoints. */
final class StreamServer {
  private StreamServer() {}

  static CodecServer of(Map<String, Work> endpoints) throws InterruptedException {
    return new CodecServer(
        channel ->
            channel
                .pipeline()
                .addLast(Http2FrameCodecBuilder.forServer().build())
                .addLast(
                    new Http2MultiplexHandler(
                        new ChannelInitializer<Channel>() {
                          @Override
                          protected void initChannel(Channel stream) {
                            stream.pipeline().addLast(stream(true, new KitHandler(endpoints)));
                          }
                        })));
  }

  /** What makes messages of the frames of a stream. */
  static ChannelHandler stream(boolean server, ChannelHandler last) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(new Http2StreamFrameToHttpObjectCodec(server))
            .addLast(new HttpObjectAggregator(1 << 20))
            .addLast(last);
      }
    };
  }
}
