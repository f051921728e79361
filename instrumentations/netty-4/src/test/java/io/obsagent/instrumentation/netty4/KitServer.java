// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.obsagent.testing.HttpServerApplication.Work;
import java.util.Map;

/** A server of HTTP/1 that serves a kit's endpoints on threads of Netty's. */
final class KitServer {
  private KitServer() {}

  static CodecServer of(Map<String, Work> endpoints) throws InterruptedException {
    DefaultEventExecutorGroup workers =
        new DefaultEventExecutorGroup(24, new DefaultThreadFactory("worker", true));
    return new CodecServer(
        channel ->
            channel
                .pipeline()
                .addLast(new HttpServerCodec(4_096, 64_000, 8_192))
                .addLast(new HttpObjectAggregator(1 << 20))
                .addLast(workers, new KitHandler(endpoints)));
  }
}
