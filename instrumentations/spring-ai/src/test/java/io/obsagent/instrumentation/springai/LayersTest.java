// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** One call is one span, whichever layers see it, and the trace goes on to the provider. */
@ExtendWith(AgentExtension.class)
class LayersTest {
  private static final List<String> TRACES = new CopyOnWriteArrayList<>();
  private static final String ANSWER = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
  private static final String STREAM =
      OpenAiWire.word("Tea") + OpenAiWire.word(".") + OpenAiWire.end();

  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          TRACES.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
          String asked =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean streamed = asked.contains("\"stream\":true");
          exchange
              .getResponseHeaders()
              .set("Content-Type", streamed ? "text/event-stream" : "application/json");
          byte[] body = (streamed ? STREAM : ANSWER).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static ChatModel model(String name) {
    return Models.openAi("http://127.0.0.1:" + server.getAddress().getPort(), "local", 0, name);
  }

  private static RecordedSpan only(String name) {
    List<RecordedSpan> found = all(name);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<RecordedSpan> all(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void assertSent(RecordedSpan chat, RecordedSpan http) {
    assertThat(http.isChildOf(chat)).isTrue();
    assertThat(TRACES).contains("00-" + http.traceId() + '-' + http.spanId() + "-01");
    assertThat(chat.attributes())
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) server.getAddress().getPort())
        .containsEntry("gen_ai.response.id", "c-1")
        .containsEntry("gen_ai.response.model", "m-real");
  }

  @Test
  void aCallIsOneSpanWithTheRequestBelowIt() {
    model("m-layers").call(new Prompt("Tea?"));

    Recorded.awaitSpans(2);
    assertSent(only("chat m-layers"), only("POST"));
  }

  @Test
  void aStreamIsOneSpanWithTheRequestBelowIt() {
    model("m-streamed").stream(new Prompt("Tea?")).blockLast();

    Recorded.awaitSpans(2);
    assertSent(only("chat m-streamed"), only("POST"));
  }

  @Test
  void aModelOfTheApplicationThatCallsAnotherIsTheSameCall() {
    ChatModel inner = model("m-inner");
    ChatModel outer =
        new ChatModel() {
          @Override
          public ChatResponse call(Prompt prompt) {
            return inner.call(prompt);
          }

          @Override
          public Flux<ChatResponse> stream(Prompt prompt) {
            return inner.stream(prompt);
          }
        };

    outer.call(new Prompt("Tea?"));
    outer.stream(new Prompt("Tea?")).blockLast();

    Recorded.awaitSpans(4);
    assertThat(all("chat m-inner")).hasSize(2);
    assertThat(all("chat m-inner"))
        .allMatch(chat -> "openai".equals(chat.attribute("gen_ai.provider.name")));
    assertThat(
            Recorded.metric(
                "ai_requests_total{model=\"m-inner\",provider=\"openai\",status=\"success\"}"))
        .isEqualTo(2);
  }

  @Test
  void aStreamIsACallEachTimeThatItIsSubscribedToAndNoneBefore() {
    Flux<ChatResponse> stream = model("m-again").stream(new Prompt("Tea?"));
    assertThat(Recorded.settled()).isEmpty();

    stream.blockLast();
    stream.blockLast();

    Recorded.awaitSpans(4);
    assertThat(all("chat m-again")).hasSize(2);
  }

  @Test
  void whatIsDoneWithTheChunksIsDoneInItsOwnContext() throws Exception {
    Set<String> within = ConcurrentHashMap.newKeySet();
    Recorded.served(
        Map.of(),
        () ->
            model("m-context").stream(new Prompt("Tea?"))
                .doOnNext(chunk -> within.add(AgentContext.spanId()))
                .doOnComplete(() -> within.add(AgentContext.spanId()))
                .blockLast());

    Recorded.await(
        () -> all("chat m-context").size() == 1 && all("GET").size() == 1,
        () -> "the call and who served it in " + Recorded.spans());
    RecordedSpan served = only("GET");
    assertThat(only("chat m-context").isChildOf(served)).isTrue();
    assertThat(within).containsExactly(served.spanId());
  }
}
