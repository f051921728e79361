// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other end of a channel, and how it is spoken to. Immutable. */
final class Peer {
  private static final String TLS = "io.netty.handler.ssl.SslHandler";

  /** Set by the module of a client above, which has written the headers, for its next request. */
  private static final AttributeKey<Boolean> CLIENT_ABOVE =
      AttributeKey.valueOf("io.obsagent.netty.client-above");

  final Channel channel;
  final boolean http2;
  final String scheme;

  Peer(Channel channel, boolean http2) {
    this.channel = channel;
    this.http2 = http2;
    Channel parent = channel.parent();
    this.scheme = hasTls(channel) || parent != null && hasTls(parent) ? "https" : "http";
  }

  /** By name, for an application without TLS may be without its handler. */
  private static boolean hasTls(Channel channel) {
    for (Map.Entry<String, ChannelHandler> each : channel.pipeline()) {
      for (Class<?> type = each.getValue().getClass();
          type != null && type != Object.class;
          type = type.getSuperclass()) {
        if (type.getName().equals(TLS)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the request that is sent now is watched already; asked once for each. */
  boolean isSentByClientAbove() {
    return channel.hasAttr(CLIENT_ABOVE) && channel.attr(CLIENT_ABOVE).getAndSet(null) != null;
  }

  @Nullable String address() {
    if (channel.remoteAddress() instanceof InetSocketAddress peer) {
      InetAddress address = peer.getAddress();
      return address == null ? peer.getHostString() : address.getHostAddress();
    }
    return null;
  }
}
