// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel that speaks HTTP: a connection of HTTP/1, or a stream of HTTP/2 that
 * is a channel of its own. An attribute of the channel, confined to its thread.
 */
final class HttpChannel {
  /** Of any type, for what another class loader keeps by it is of another class. */
  private static final AttributeKey<Object> KEY = AttributeKey.valueOf("io.obsagent.netty.http");

  final ServedRequests served;
  final SentRequests sent;
  private final Peer peer;
  private boolean receivesRequests;
  private @Nullable SharedScope scope;

  private HttpChannel(Peer peer) {
    this.peer = peer;
    this.served = new ServedRequests(peer);
    this.sent = new SentRequests(peer);
  }

  /** The channel, if a message of HTTP has passed through it. */
  static @Nullable HttpChannel known(Channel channel) {
    return channel.hasAttr(KEY) && channel.attr(KEY).get() instanceof HttpChannel known
        ? known
        : null;
  }

  /**
   * @param stream whether it is one of HTTP/2
   */
  static HttpChannel of(Channel channel, boolean stream) {
    Attribute<Object> attribute = channel.attr(KEY);
    if (attribute.get() instanceof HttpChannel known) {
      return known;
    }
    HttpChannel made = new HttpChannel(new Peer(channel, stream));
    attribute.set(made);
    channel.closeFuture().addListener(new Closing(made));
    return made;
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
      if (peer.http2 && served.isEmpty()) {
        adoptUpgraded();
      }
      served.answer(response);
    } else if (message instanceof HttpRequest request) {
      sent.begin(request);
    }
  }

  /** The first stream of a connection may answer the request by which it came to speak HTTP/2. */
  private void adoptUpgraded() {
    Channel parent = peer.channel.parent();
    HttpChannel connection = parent == null ? null : known(parent);
    ServedRequest upgraded = connection == null ? null : connection.served.take();
    if (upgraded != null) {
      served.adopt(upgraded);
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
