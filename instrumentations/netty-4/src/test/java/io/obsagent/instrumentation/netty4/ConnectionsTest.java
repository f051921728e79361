// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests on the wire, well and badly behaved, to a handler on the event loop. */
@ExtendWith(AgentExtension.class)
class ConnectionsTest {
  private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

  private static CodecServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        new CodecServer(
            channel ->
                channel
                    .pipeline()
                    .addLast("decoder", new HttpRequestDecoder())
                    .addLast("encoder", new HttpResponseEncoder())
                    .addLast("application", new Application()));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    SEEN.clear();
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String all(String requests) throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection.send(requests).readAll();
    }
  }

  private static List<String> ids(String answers) {
    String header = "x-correlation-id: ";
    return answers
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header))
        .map(line -> line.substring(header.length()))
        .toList();
  }

  private static RecordedSpan theSpan() {
    return Recorded.awaitSpans(1).get(0);
  }

  @Test
  void pipelinedRequestsAreSpansOfTheirOwnWithTheirOwnIds() throws Exception {
    String answers = all(get("/hold/1") + get("/hold/2") + get("/hold/3") + get("/release"));

    List<RecordedSpan> spans = Recorded.awaitSpans(4);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(spans.stream().map(span -> span.attribute("url.path")))
        .containsExactly("/hold/1", "/hold/2", "/hold/3", "/release");
    assertThat(ids(answers))
        .containsExactlyElementsOf(
            spans.stream().map(span -> (String) span.attribute("correlation.id")).toList());
  }

  @Test
  void moreRequestsThanAreWatchedAtOnceAreAnsweredAll() throws Exception {
    int count = 600;
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      requests.append(get("/hold/" + i));
    }
    String answers = all(requests.append(get("/release")).toString());

    assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(count + 2);
    assertThat(Recorded.awaitSpans(256)).hasSize(256);
  }

  @Test
  void anInterimAnswerIsNotTheAnswer() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      Recorded.awaitSpans(0);
      connection.send("ping");
      assertThat(connection.readUntil("ping")).startsWith("HTTP/1.1 200").contains("X-Correlation");
    }

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void aFileIsAnAnswer() throws Exception {
    assertThat(all(get("/file"))).startsWith("HTTP/1.1 200").endsWith("of a file");

    assertThat(theSpan().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void whatTheServerCannotReadIsCountedAsTheApplicationAnswersIt() throws Exception {
    assertThat(all("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");

    RecordedSpan span = theSpan();
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(400L);
    assertThat(span.attribute("url.path")).isEqualTo("");
  }

  @Test
  void headersThatAreTooLongAreRefusedUnderTheirPath() throws Exception {
    String huge = "X-Huge: " + "x".repeat(20_000) + "\r\n";
    assertThat(all("GET /hello HTTP/1.1\r\n" + huge + "\r\n")).startsWith("HTTP/1.1 400");

    RecordedSpan span = theSpan();
    assertThat(span.attribute("http.response.status_code")).isEqualTo(400L);
    assertThat(span.attribute("url.path")).isEqualTo("/hello");
  }

  @Test
  void aWebSocketIsTheAnswerOfItsRequestAndFramesAreNone() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(
          "GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
      String answer = connection.readUntil("\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 101");
      assertThat(connection.readUntil("frame")).contains("frame");
      RecordedSpan span = theSpan();
      assertThat(span.attribute("http.response.status_code")).isEqualTo(101L);
      assertThat(span.status()).isEqualTo("UNSET");
    }
  }

  @Test
  void aConnectionThatTheServerClosesForAnExceptionIsAnErrorWithoutStatus() throws Exception {
    assertThat(all(get("/drop"))).isEmpty();

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isNull();
  }

  @Test
  void anExceptionThatTheApplicationAnswersWithItsClientsMistakeIsNoError() throws Exception {
    assertThat(all(get("/mistake"))).startsWith("HTTP/1.1 422");

    RecordedSpan span = theSpan();
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.events()).isEmpty();
  }

  @Test
  void anAnswerWithoutEndEndsWithItsConnection() throws Exception {
    assertThat(all(get("/open"))).startsWith("HTTP/1.0 200").endsWith("begun");

    RecordedSpan span = theSpan();
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void thePipelineIsWhatTheApplicationMade() throws Exception {
    all(get("/names"));

    assertThat(SEEN.stream().filter(each -> each.startsWith("[")).findFirst().orElseThrow())
        .startsWith("[decoder, encoder, application")
        .doesNotContain("obs");
    Recorded.awaitSpans(1);
  }

  @Test
  void theRequestIsCurrentForAllOfItsPartsAndNothingAfterwards() throws Exception {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send("POST /parts HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\npart");
      Recorded.await(() -> SEEN.size() >= 2, () -> "seen " + SEEN);
      connection.send("more").readUntil("done");
    }

    String trace = theSpan().traceId();
    assertThat(SEEN).hasSizeGreaterThanOrEqualTo(3).allMatch(each -> each.contains(trace));
  }

  @Test
  void whatARequestLeavesCurrentIsNotTheNextOnes() throws Exception {
    all(get("/leave") + get("/context"));

    assertThat(SEEN).containsExactly("root");
    Recorded.awaitSpans(2);
  }

  @Test
  void theApplicationsOwnIdStays() throws Exception {
    String answer = all(get("/own"));

    assertThat(ids(answer)).containsExactly("mine");
    Recorded.awaitSpans(1);
  }

  /** Serves on the event loop, as most of what is built of Netty does. */
  private static final class Application extends ChannelInboundHandlerAdapter {
    private final Queue<FullHttpResponse> held = new ArrayDeque<>();
    private String path = "";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      try {
        if (message instanceof HttpRequest request) {
          path = request.decoderResult().isFailure() ? "/refused" : request.uri();
          begin(context, request);
        }
        if (message instanceof HttpContent content && path.equals("/parts")) {
          SEEN.add(AgentContext.traceId());
          if (content instanceof LastHttpContent) {
            context.writeAndFlush(response(200, "done"));
          }
        }
        if (message instanceof HttpContent content && path.equals("/echo")) {
          String text = content.content().toString(StandardCharsets.UTF_8);
          if (!text.isEmpty()) {
            context.writeAndFlush(response(200, text));
          }
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) throws Exception {
      if (path.startsWith("/hold")) {
        held.add(response(200, path));
        return;
      }
      switch (path) {
        case "/release" -> {
          held.forEach(context::write);
          close(context, response(200, path));
        }
        case "/echo" ->
            context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        case "/file" -> file(context);
        case "/socket" -> upgrade(context, request);
        case "/drop", "/mistake" -> throw new IllegalStateException(path);
        case "/open" -> {
          context.write(new DefaultHttpResponse(HttpVersion.HTTP_1_0, HttpResponseStatus.OK));
          context
              .writeAndFlush(Unpooled.copiedBuffer("begun", StandardCharsets.US_ASCII))
              .addListener(ChannelFutureListener.CLOSE);
        }
        case "/names" -> {
          SEEN.add(context.pipeline().names().toString());
          close(context, response(200, path));
        }
        case "/parts" -> SEEN.add(AgentContext.traceId());
        case "/leave" -> {
          context.write(response(200, path));
          AgentContext.leave("left");
        }
        case "/context" -> {
          SEEN.add(AgentContext.current());
          close(context, response(200, path));
        }
        case "/own" -> {
          FullHttpResponse own = response(200, path);
          own.headers().set("X-Correlation-ID", "mine");
          close(context, own);
        }
        default -> close(context, response(400, path));
      }
    }

    private static void file(ChannelHandlerContext context) throws Exception {
      Path path = Files.createTempFile("netty", ".txt");
      Files.writeString(path, "content of a file");
      File file = path.toFile();
      HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, file.length());
      context.write(head);
      context.write(new DefaultFileRegion(file, 0, file.length()));
      context
          .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(done -> Files.delete(path))
          .addListener(ChannelFutureListener.CLOSE);
    }

    private static void upgrade(ChannelHandlerContext context, HttpRequest request) {
      new WebSocketServerHandshakerFactory("ws://localhost/socket", null, false)
          .newHandshaker(request)
          .handshake(context.channel(), request)
          .addListener(done -> context.channel().writeAndFlush(new TextWebSocketFrame("a frame")));
    }

    private static FullHttpResponse response(int status, String text) {
      ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
      return response;
    }

    private static void close(ChannelHandlerContext context, HttpResponse response) {
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (path.equals("/mistake")) {
        close(context, response(422, path));
      } else {
        context.close();
      }
    }
  }
}
