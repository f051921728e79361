// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpClientKit.Answer;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.SplitLoader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests over streams of HTTP/2 that are channels, on both sides. */
@ExtendWith(AgentExtension.class)
class StreamsTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void theVersionHasStreamChannels() {
    assumeFalse(
        "4.1.0.Final".equals(System.getProperty("library.version")),
        "Netty 4.1.0 has no channels for streams");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private URI serve(Map<String, Work> endpoints) throws Exception {
    CodecServer server = StreamServer.of(endpoints);
    open.add(server);
    return URI.create("http://localhost:" + server.port());
  }

  private Channel connect(URI uri) throws Exception {
    EventLoopGroup loops = new NioEventLoopGroup(1);
    open.add(() -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(Http2FrameCodecBuilder.forClient().build())
                    .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
              }
            })
        .connect(InetAddress.getLoopbackAddress(), uri.getPort())
        .sync()
        .channel();
  }

  private static CompletableFuture<Answer> send(Channel connection, String method, URI uri)
      throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(StreamServer.stream(false, new CodecClient.Receiver(answer)))
            .open()
            .sync()
            .getNow();
    stream.writeAndFlush(CodecClient.request(method, uri, null));
    return answer;
  }

  private static RecordedSpan span(List<RecordedSpan> spans, String kind, String path) {
    return spans.stream()
        .filter(each -> each.kind().equals(kind))
        .filter(
            each ->
                path.equals(each.attribute("url.path"))
                    || String.valueOf(each.attribute("url.full")).endsWith(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStreamIsARequestOnBothSides() throws Exception {
    URI uri = serve(Map.of("/hello", call -> call.answer(200, AgentContext.traceId())));
    Answer answer = send(connect(uri), "GET", uri.resolve("/hello?a=b")).get(30, TimeUnit.SECONDS);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan server = span(spans, "SERVER", "/hello");
    RecordedSpan client = span(spans, "CLIENT", "/hello?a=b");
    assertThat(answer).isEqualTo(new Answer(200, server.traceId()));
    assertThat(server.parentSpanId()).isEqualTo(client.spanId());
    assertThat(server.attributes())
        .containsEntry("network.protocol.version", "2")
        .containsEntry("url.scheme", "http")
        .containsEntry("client.address", "127.0.0.1")
        .containsEntry("correlation.id", client.attribute("correlation.id"));
    assertThat(client.attributes())
        .containsEntry("url.full", uri.resolve("/hello?a=b").toString())
        .containsEntry("http.response.status_code", 200L);
  }

  @Test
  void streamsOfBundlesAreRequestsAndSoAreThoseOfHttp1() throws Exception {
    SplitLoader bundle = BundledServer.http2();
    Map<String, Work> endpoints =
        Map.of("/hello", call -> call.answer(200, AgentContext.traceId()));
    for (Class<?> type : List.of(StreamServer.class, KitServer.class, StreamServer.class)) {
      BundledServer server = BundledServer.of(bundle, type, endpoints);
      open.add(server);
      URI uri = URI.create("http://localhost:" + server.port() + "/hello");
      if (type == StreamServer.class) {
        Answer answer = send(connect(uri), "GET", uri).get(30, TimeUnit.SECONDS);

        List<RecordedSpan> spans = Recorded.awaitSpans(2);
        RecordedSpan served = span(spans, "SERVER", "/hello");
        assertThat(answer).isEqualTo(new Answer(200, served.traceId()));
        assertThat(served.isChildOf(span(spans, "CLIENT", "/hello"))).isTrue();
        assertThat(served.attribute("network.protocol.version")).isEqualTo("2");
      } else {
        String answer = new String(uri.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);

        List<RecordedSpan> spans = Recorded.awaitSpans(2);
        assertThat(span(spans, "SERVER", "/hello").traceId()).isEqualTo(answer);
      }
      Recorded.clear();
    }
  }

  @Test
  void streamsOfOneConnectionAtOnceAreTracesOfTheirOwn() throws Exception {
    URI uri = serve(Map.of("/later", call -> call.later(later -> later.answer(202, "later"))));
    Channel connection = connect(uri);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(send(connection, "GET", uri.resolve("/later")));
    }
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(202);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(100);
    assertThat(spans.stream().map(RecordedSpan::traceId).distinct()).hasSize(50);
    assertThat(spans.stream().filter(each -> each.kind().equals("SERVER")))
        .hasSize(50)
        .noneMatch(each -> each.parentSpanId().isEmpty());
  }

  @Test
  void aStreamThatIsResetEndsItsRequest() throws Exception {
    URI uri = serve(Map.of("/silent", call -> {}));
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(connect(uri))
            .handler(StreamServer.stream(false, new CodecClient.Receiver(answer)))
            .open()
            .sync()
            .getNow();
    stream.writeAndFlush(CodecClient.request("GET", uri.resolve("/silent"), null)).sync();
    Recorded.await(() -> Recorded.metric("active_connections") == 1, () -> "not served");
    stream.close();

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(span(spans, "SERVER", "/silent").status()).isEqualTo("UNSET");
    assertThat(span(spans, "CLIENT", "/silent").status()).isEqualTo("ERROR");
  }

  @Test
  void whatAHandlerThrowsIsTheErrorOfItsStream() throws Exception {
    URI uri =
        serve(
            Map.of(
                "/broken",
                call -> {
                  throw new IllegalStateException("broken");
                }));
    Answer answer = send(connect(uri), "GET", uri.resolve("/broken")).get(30, TimeUnit.SECONDS);

    assertThat(answer.status()).isEqualTo(500);
    RecordedSpan server = span(Recorded.awaitSpans(2), "SERVER", "/broken");
    assertThat(server.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  /** As older servers do it, which make messages of all streams in one pipeline. */
  private URI serveInOnePipeline(Map<String, Work> endpoints) throws Exception {
    CodecServer server =
        new CodecServer(
            channel -> {
              Http2Connection connection = new DefaultHttp2Connection(true);
              channel
                  .pipeline()
                  .addLast(
                      new HttpToHttp2ConnectionHandlerBuilder()
                          .connection(connection)
                          .frameListener(
                              new InboundHttp2ToHttpAdapterBuilder(connection)
                                  .maxContentLength(1 << 20)
                                  .propagateSettings(false)
                                  .build())
                          .build())
                  .addLast(
                      new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext context, Object message)
                            throws Exception {
                          FullHttpRequest request = (FullHttpRequest) message;
                          endpoints
                              .get(request.uri())
                              .serve(new OneOfManyCall(context.channel(), request));
                        }
                      });
            });
    open.add(server);
    return URI.create("http://localhost:" + server.port());
  }

  private record OneOfManyCall(Channel channel, FullHttpRequest request) implements Call {
    @Override
    public byte[] body() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setHeader(String name, String value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void answer(int status, String body) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(status),
              Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
      String id = HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text().toString();
      response.headers().set(id, request.headers().get(id));
      channel.writeAndFlush(response);
    }

    @Override
    public OutputStream stream(int status) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void later(Work work) {
      channel.eventLoop().schedule(() -> finish(work), 5, TimeUnit.MILLISECONDS);
    }

    private Object finish(Work work) throws Exception {
      work.serve(this);
      return this;
    }
  }

  @Test
  void aConnectionWhoseHandlerMakesTheRequestsIsWatchedByItsFrames() throws Exception {
    URI uri =
        serveInOnePipeline(
            Map.of(
                "/hello",
                call -> call.answer(200, AgentContext.traceId()),
                "/later",
                call -> call.later(later -> later.answer(503, AgentContext.traceId()))));
    Channel connection = connect(uri);
    CompletableFuture<Answer> later = send(connection, "GET", uri.resolve("/later"));
    Answer answer = send(connection, "GET", uri.resolve("/hello")).get(30, TimeUnit.SECONDS);
    Answer second = later.get(30, TimeUnit.SECONDS);

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    RecordedSpan server = span(spans, "SERVER", "/hello");
    assertThat(answer).isEqualTo(new Answer(200, server.traceId()));
    assertThat(server.parentSpanId()).isEqualTo(span(spans, "CLIENT", "/hello").spanId());
    assertThat(server.attributes())
        .containsEntry("network.protocol.version", "2")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("client.address", "127.0.0.1");
    RecordedSpan failed = span(spans, "SERVER", "/later");
    assertThat(second).isEqualTo(new Answer(503, failed.traceId()));
    assertThat(failed.status()).isEqualTo("ERROR");
  }

  @Test
  void aConnectionThatGoesEndsItsStreams() throws Exception {
    URI uri = serveInOnePipeline(Map.of("/silent", call -> {}));
    Channel connection = connect(uri);
    send(connection, "GET", uri.resolve("/silent"));
    Recorded.await(() -> Recorded.metric("active_connections") == 1, () -> "not served");
    connection.close();

    assertThat(span(Recorded.awaitSpans(2), "SERVER", "/silent").status()).isEqualTo("UNSET");
  }
}
