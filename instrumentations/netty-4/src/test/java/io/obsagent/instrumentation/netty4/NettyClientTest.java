// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.HttpClientKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NettyClientTest extends HttpClientKit {
  private static final CodecClient CLIENT = new CodecClient();

  @AfterAll
  static void stopClient() {
    CLIENT.close();
  }

  @Override
  protected boolean isBelowConnections() {
    return true;
  }

  @Override
  protected Call prepare(String method, URI uri, @Nullable String body) {
    HttpRequest request = CodecClient.request(method, uri, body);
    return new Call() {
      @Override
      public Answer send() throws Exception {
        return CLIENT.send(uri, request);
      }

      @Override
      public List<String> visibleHeaders() {
        return request.headers().entries().stream().map(Map.Entry::getKey).toList();
      }
    };
  }

  @Test
  void anAnswerThatNeverComesIsAnErrorWhenItsConnectionCloses() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      URI uri = URI.create(server.url() + "/");
      assertThatThrownBy(() -> send("GET", uri, null)).isInstanceOf(Exception.class);
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isNotNull();
    assertThat(span.attribute("http.response.status_code")).isNull();
  }

  @Test
  void aTimeOutIsWhatTheSpanTells() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.jsonAfter(never, "{}"))) {
      URI uri = URI.create(server.url() + "/");
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      Channel channel = CLIENT.connect(uri, answer);
      channel.pipeline().addFirst(new ReadTimeoutHandler(50, TimeUnit.MILLISECONDS));
      channel.writeAndFlush(CodecClient.request("GET", uri, null));

      assertThatThrownBy(answer::get).hasCauseInstanceOf(ReadTimeoutException.class);
      never.countDown();
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("error.type")).isEqualTo(ReadTimeoutException.class.getName());
  }

  @Test
  void headersOfAnotherTraceThatTheApplicationPassesOnAreReplaced() throws Exception {
    URI uri = target().uri("/status/200");
    HttpRequest request = CodecClient.request("GET", uri, null);
    String foreign = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    request.headers().set("Traceparent", foreign).set("tracestate", "a=b").set("x-own", "1");

    CLIENT.send(uri, request);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    Map<String, List<String>> received = target().received().get(0);
    assertThat(received.get("traceparent")).singleElement().asString().contains(span.traceId());
    assertThat(received).doesNotContainKey("tracestate").containsKey("x-own");
    assertThat(request.headers().get("traceparent")).isEqualTo(foreign);
  }

  @Test
  void theAnswerIsReceivedInTheContextOfWhoAsked() throws Exception {
    URI uri = target().uri("/status/200");
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    CompletableFuture<String> seen = new CompletableFuture<>();
    Channel channel = CLIENT.connect(uri, answer);
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                seen.complete(AgentContext.current());
              }
            });
    channel
        .pipeline()
        .addBefore(
            channel.pipeline().context(CodecClient.Receiver.class).name(),
            null,
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                context.pipeline().fireUserEventTriggered("answered");
                context.fireChannelRead(message);
              }
            });
    AgentContext.within(
        "asking", () -> channel.writeAndFlush(CodecClient.request("GET", uri, null)));

    assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("asking");
    channel.close().sync();
    Recorded.awaitSpans(1);
  }

  @Test
  void answersOfPipelinedRequestsFindTheirOwn() throws Exception {
    String head = "HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n";
    String answers =
        String.format(head, 200)
            + String.format(head, 100).replace("Content-Length: 0\r\n", "")
            + String.format(head, 404);
    try (ScriptedServer server = new ScriptedServer(new ScriptedServer.Answer(answers, null, ""))) {
      URI uri = URI.create(server.url());
      Channel channel = CLIENT.connect(uri, new CompletableFuture<>());
      channel.write(CodecClient.request("GET", uri.resolve("/first"), null));
      channel.writeAndFlush(CodecClient.request("GET", uri.resolve("/second"), null));
      channel.closeFuture().sync();
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).attribute("url.full")).asString().endsWith("/first");
    assertThat(spans.get(0).attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(spans.get(1).attribute("http.response.status_code")).isEqualTo(404L);
  }
}
