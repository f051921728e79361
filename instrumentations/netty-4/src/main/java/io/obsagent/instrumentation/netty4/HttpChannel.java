// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel that speaks HTTP: a connection of HTTP/1, or a stream of HTTP/2 that
 * is a channel of its own. An attribute of the channel, confined to its thread.
 */
final class HttpChannel {
  private static final AttributeKey<HttpChannel> KEY =
      AttributeKey.valueOf("io.obsagent.netty.http");

  /** Set by the module of a client above, which has written the headers, for its next request. */
  private static final AttributeKey<Boolean> CLIENT_ABOVE =
      AttributeKey.valueOf("io.obsagent.netty.client-above");

  private static final String TLS = "io.netty.handler.ssl.SslHandler";

  final ServedRequests served = new ServedRequests(this);
  final SentRequests sent = new SentRequests(this);
  final Channel channel;
  final boolean stream;
  private final boolean secure;
  private boolean receivesRequests;
  private @Nullable SharedScope scope;

  private HttpChannel(Channel channel, boolean stream) {
    this.channel = channel;
    this.stream = stream;
    Channel parent = channel.parent();
    this.secure = hasTls(channel) || parent != null && hasTls(parent);
  }

  /** The channel, if a message of HTTP has passed through it. */
  static @Nullable HttpChannel known(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
  }

  /**
   * @param stream whether it is one of HTTP/2
   */
  static HttpChannel of(Channel channel, boolean stream) {
    Attribute<HttpChannel> attribute = channel.attr(KEY);
    HttpChannel known = attribute.get();
    if (known == null) {
      known = new HttpChannel(channel, stream);
      attribute.set(known);
      channel.closeFuture().addListener(new Closing(known));
    }
    return known;
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

  String scheme() {
    return secure ? "https" : "http";
  }

  @Nullable String peerAddress() {
    if (channel.remoteAddress() instanceof InetSocketAddress peer) {
      InetAddress address = peer.getAddress();
      return address == null ? peer.getHostString() : address.getHostAddress();
    }
    return null;
  }

  /**
   * Messages have been decoded, and the pipeline is about to get them.
   *
   * @return what is current meanwhile, or null where nothing changes
   */
  @Nullable SharedScope receive(List<?> messages, int from, int to) {
    Context context = null;
    for (int i = from; i < to; i++) {
      Context its = receive(messages.get(i));
      context = context == null ? its : context;
    }
    return SharedScope.attach(context);
  }

  private @Nullable Context receive(Object message) {
    if (message instanceof HttpRequest request) {
      receivesRequests = true;
      served.begin(request);
    } else if (message instanceof HttpResponse response) {
      receivesRequests = false;
      sent.answered(response);
    }
    if (receivesRequests) {
      return served.contextOfReading();
    }
    Context context = sent.contextOfReading();
    if (message instanceof LastHttpContent last) {
      sent.complete(last);
    }
    return context;
  }

  /** A message of HTTP is about to be encoded. */
  void encode(Object message) {
    if (message instanceof HttpResponse response) {
      served.answer(response);
    } else if (message instanceof HttpRequest request) {
      sent.begin(request);
    }
  }

  /** A message of HTTP has been encoded. */
  void encoded(Object message) {
    HeaderLines.Source.take();
    if (message instanceof LastHttpContent) {
      served.answered();
    }
  }

  /** An exception goes through the pipeline. */
  void failed(Throwable cause) {
    served.failed(cause);
    sent.failed(cause);
  }

  /** Keeps what is current until {@link #leave}. */
  void enter(@Nullable SharedScope entered) {
    leave();
    scope = entered;
  }

  void leave() {
    SharedScope entered = scope;
    if (entered != null) {
      scope = null;
      entered.close();
    }
  }

  /** Ends what waits for a channel that is closed. */
  private record Closing(HttpChannel channel) implements ChannelFutureListener {
    private static final Guard GUARD = Guard.of(HttpChannel.class);

    @Override
    public void operationComplete(ChannelFuture future) {
      try {
        channel.served.close();
        channel.sent.close();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
