// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.netty.util.collection.IntObjectHashMap;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a connection of HTTP/2 whose frames its own handler makes requests of. An
 * attribute of the channel, confined to its thread.
 */
final class ConnectionStreams {
  private static final AttributeKey<ConnectionStreams> KEY =
      AttributeKey.valueOf("io.obsagent.netty.http2");
  private static final String FRAME_CODEC = "io.netty.handler.codec.http2.Http2FrameCodec";

  /** Whether a handler hands frames on: to channels for each stream, which are watched instead. */
  private static final ClassValue<Boolean> HANDS_ON =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type != Object.class
              && (type.getName().equals(FRAME_CODEC) || get(type.getSuperclass()));
        }
      };

  private static final int UPGRADED = 1;

  private final Http2Connection connection;
  private final Peer peer;
  private final IntObjectHashMap<ServedRequest> served = new IntObjectHashMap<>();
  private final IntObjectHashMap<SentRequest> sent = new IntObjectHashMap<>();

  private ConnectionStreams(Http2Connection connection, Peer peer) {
    this.connection = connection;
    this.peer = peer;
  }

  /** Null for a handler that does no work of its own for a request. */
  static @Nullable ConnectionStreams of(ChannelHandlerContext context) {
    if (!(context.handler() instanceof Http2ConnectionHandler handler)
        || HANDS_ON.get(handler.getClass())) {
      return null;
    }
    ConnectionStreams known = context.channel().attr(KEY).get();
    if (known == null) {
      known = new ConnectionStreams(handler.connection(), new Peer(context.channel(), true));
      context.channel().attr(KEY).set(known);
      known.connection.addListener(new Closing(known));
      known.adoptUpgraded();
    }
    return known;
  }

  /** The first stream may answer the request by which the connection came to speak HTTP/2. */
  private void adoptUpgraded() {
    HttpChannel channel = HttpChannel.known(peer.channel);
    ServedRequest upgraded = channel == null ? null : channel.served.take();
    if (upgraded != null) {
      served.put(UPGRADED, upgraded);
    }
  }

  /** Calls by gRPC are not requests of HTTP to the application. */
  private static boolean isRpc(Http2Headers headers) {
    return StreamHead.text(headers.get("content-type")).startsWith("application/grpc");
  }

  /** Headers have arrived: of a request, of an answer, or those after a body. */
  @Nullable SharedScope receive(int id, Http2Headers headers) {
    if (!connection.isServer()) {
      SentRequest request = sent.get(id);
      if (request == null) {
        return null;
      }
      int status = status(headers);
      if (status > 0 && !ServedRequests.isInterim(status)) {
        request.status(status);
      }
      return SharedScope.attach(request.context());
    }
    boolean isNew = connection.stream(id) == null && !connection.streamMayHaveExisted(id);
    if (isNew && headers.method() != null && !isRpc(headers)) {
      ServedRequest request = new ServedRequest(peer);
      served.put(id, request);
      request.start(new StreamHead(headers));
    }
    return current(id);
  }

  /** What is current while a part of a stream is received. */
  @Nullable SharedScope current(int id) {
    ServedRequest request = served.get(id);
    if (request != null) {
      return SharedScope.attach(request.context());
    }
    SentRequest own = sent.get(id);
    return own == null ? null : SharedScope.attach(own.context());
  }

  /** What was received has been worked on; a stream that was refused is none. */
  void received(int id, boolean last) {
    if (connection.stream(id) == null) {
      close(id);
    } else if (last) {
      SentRequest request = sent.remove(id);
      if (request != null) {
        request.end(null);
      }
    }
  }

  /** Headers are about to be sent; answers those that are, with what the agent adds. */
  Http2Headers send(int id, Http2Headers headers) {
    if (connection.isServer()) {
      ServedRequest request = served.get(id);
      int status = status(headers);
      return request != null
              && status > 0
              && !ServedRequests.isInterim(status)
              && request.answer(status)
          ? with(request, headers)
          : headers;
    }
    if (headers.method() == null
        || sent.get(id) != null
        || isRpc(headers)
        || peer.isSentByClientAbove()) {
      return headers;
    }
    SentRequest request = new SentRequest(Context.current());
    sent.put(id, request);
    String authority = StreamHead.text(headers.authority());
    return request.start(
            new OutgoingRequest(
                StreamHead.text(headers.method()),
                StreamHead.text(headers.path()),
                headers.scheme() == null ? peer.scheme : StreamHead.text(headers.scheme()),
                OutgoingRequest.authority(authority, peer)))
        ? with(request, headers)
        : headers;
  }

  private static Http2Headers with(HeaderLines.Source source, Http2Headers headers) {
    Http2Headers copy = new DefaultHttp2Headers(false).add(headers);
    source.writeTo(new StreamHeaders(copy));
    return copy;
  }

  /** The last part of an answer is on its way. */
  void answered(int id) {
    ServedRequest request = served.remove(id);
    if (request != null) {
      request.answered();
    }
  }

  private static int status(Http2Headers headers) {
    CharSequence status = headers.status();
    if (status == null) {
      return 0;
    }
    try {
      return Integer.parseInt(status.toString());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void close(int id) {
    ServedRequest request = served.remove(id);
    if (request != null) {
      request.close();
    }
    SentRequest own = sent.remove(id);
    if (own != null) {
      own.end(new ClosedChannelException());
    }
  }

  /** Ends what waits for a stream that is closed. */
  private static final class Closing extends Http2ConnectionAdapter {
    private static final Guard GUARD = Guard.of(ConnectionStreams.class);

    private final ConnectionStreams streams;

    Closing(ConnectionStreams streams) {
      this.streams = streams;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      try {
        streams.close(stream.id());
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
