// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves a kit's endpoints, blocking, on a worker. */
final class KitHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Map<String, Work> endpoints;

  KitHandler(Map<String, Work> endpoints) {
    this.endpoints = endpoints;
  }

  private ChannelCall last;

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
      throws Exception {
    last = new ChannelCall(context.channel(), request);
    if (request.decoderResult().isFailure()) {
      last.answer(400, "what?");
      return;
    }
    String path = request.uri().replaceAll("\\?.*", "");
    Work work = endpoints.get(path);
    if (work == null) {
      last.answer(404, "nobody");
    } else {
      work.serve(last);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (last != null && !last.begun) {
      last.answer(500, "sorry");
    } else {
      context.close();
    }
  }

  /** A request of a kit's application. */
  private static final class ChannelCall implements Call {
    private final Channel channel;
    private final byte[] body;
    private final boolean keepAlive;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private volatile boolean begun;

    ChannelCall(Channel channel, FullHttpRequest request) {
      this.channel = channel;
      this.keepAlive = HttpUtil.isKeepAlive(request);
      ByteBuf content = request.content();
      this.body = new byte[content.readableBytes()];
      content.readBytes(body);
    }

    @Override
    public byte[] body() {
      return body;
    }

    @Override
    public void setHeader(String name, String value) {
      headers.put(name, value);
    }

    private <R extends HttpResponse> R head(R response) {
      begun = true;
      headers.forEach(response.headers()::set);
      if (!keepAlive) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
      return response;
    }

    @Override
    public void answer(int status, String text) {
      ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
      DefaultFullHttpResponse response =
          head(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content));
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
      write(response, true);
    }

    private void write(Object message, boolean last) {
      var written = channel.writeAndFlush(message);
      if (last && !keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
      if (!channel.eventLoop().inEventLoop()) {
        written.syncUninterruptibly();
      }
    }

    @Override
    public OutputStream stream(int status) {
      HttpResponse head =
          head(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status)));
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      write(head, false);
      return new OutputStream() {
        @Override
        public void write(int b) {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
          ChannelCall.this.write(
              new DefaultHttpContent(Unpooled.copiedBuffer(bytes, from, length)), false);
        }

        @Override
        public void close() {
          ChannelCall.this.write(LastHttpContent.EMPTY_LAST_CONTENT, true);
        }
      };
    }

    @Override
    public void later(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.serve(this);
                } catch (Exception e) {
                  channel.close();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }
}
