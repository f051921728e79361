// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.modular;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Serves HTTP with Netty, and answers with what a database says that is asked on another thread.
 * Prints its port; ends when its input ends.
 */
public final class ModularShop extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final ExecutorService workers = Executors.newSingleThreadExecutor();
  private final JdbcDataSource database = new JdbcDataSource();

  private ModularShop() {
    database.setUrl("jdbc:h2:mem:stock");
  }

  public static void main(String[] arguments) throws Exception {
    open();
    while (System.in.read() >= 0) {
      // Whoever started this says when it ends.
    }
    System.exit(0);
  }

  static void open() throws InterruptedException {
    Channel listening =
        new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(1_024))
                        .addLast(new ModularShop());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    System.out.println("port " + ((InetSocketAddress) listening.localAddress()).getPort());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    workers.execute(() -> context.writeAndFlush(answer()).addListener(ChannelFutureListener.CLOSE));
  }

  private DefaultFullHttpResponse answer() {
    String text;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 6 * 7")) {
      text = rows.next() ? rows.getString(1) : "none";
    } catch (SQLException e) {
      text = e.toString();
    }
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    response.headers().set("Content-Length", response.content().readableBytes());
    return response;
  }
}
