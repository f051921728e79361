// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other end of a channel, and how it is spoken to. Immutable. */
final class Peer {
  private static final String TLS = "io.netty.handler.ssl.SslHandler";

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

  @Nullable String address() {
    if (channel.remoteAddress() instanceof InetSocketAddress peer) {
      InetAddress address = peer.getAddress();
      return address == null ? peer.getHostString() : address.getHostAddress();
    }
    return null;
  }
}
