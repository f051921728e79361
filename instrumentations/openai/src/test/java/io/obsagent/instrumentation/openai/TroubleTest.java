// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.instrumentation.openai.ScriptedServer.events;
import static io.obsagent.instrumentation.openai.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Providers that fail half-way, and applications that lose interest. */
class TroubleTest extends OpenAiTest {
  private static final String ANSWER =
      """
      {"id":"c-1","object":"chat.completion","created":1,"model":"m-real","choices":[{"index":0,\
      "finish_reason":"stop","message":{"role":"assistant","content":"Tea."}}],\
      "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

  private static final String CHUNK =
      """
      data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"m-real",\
      "choices":[{"index":0,"delta":{"content":"Tea"},"finish_reason":null}]}

      """;

  private static OpenAIOkHttpClient.Builder client(ScriptedServer server) {
    return OpenAIOkHttpClient.builder().baseUrl(server.baseUrl()).apiKey("local").maxRetries(0);
  }

  private static RecordedSpan awaitSpan(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span '" + name + "' among " + Recorded.spans());
    return Recorded.span(name);
  }

  @Test
  void retriesAreOneCallToTheModelAndARequestEach() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            json(429, "Retry-After-Ms: 1\r\n", "{}"),
            json(500, "Retry-After-Ms: 1\r\n", "{}"),
            json(200, "", ANSWER))) {
      OpenAIClient patient = client(server).maxRetries(2).build();
      patient.chat().completions().create(question("m-retry").build());
    }

    assertEquals(4, Recorded.awaitSpans(4).size());
    RecordedSpan span = Recorded.span("chat m-retry");
    assertEquals("UNSET", span.status());
    assertEquals("m-real", span.attribute("gen_ai.response.model"));
    assertEquals(
        3,
        Recorded.spans().stream()
            .filter(http -> http.name().equals("POST") && http.isChildOf(span))
            .count());
    assertEquals(1.0, requests("m-retry", "success"));
  }

  @Test
  void aKeyThatIsRefusedIsAnError() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(json(401, "", "{\"error\":{\"message\":\"no\"}}"))) {
      OpenAIClient refused = client(server).build();
      assertThrows(
          UnauthorizedException.class,
          () -> refused.chat().completions().create(question("m-401").build()));
    }

    assertEquals(
        "com.openai.errors.UnauthorizedException",
        spanOfCall("chat m-401").attribute("error.type"));
  }

  @Test
  void anAnswerThatIsNoJsonIsAnError() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", "{\"id\":\"c-1\","))) {
      OpenAIClient misled = client(server).build();
      assertThrows(
          OpenAIException.class,
          () -> misled.chat().completions().create(question("m-malformed").build()));
    }

    assertEquals("ERROR", spanOfCall("chat m-malformed").status());
  }

  @Test
  void aStreamThatBreaksInTheMiddleIsAnErrorWithWhatCameBefore() throws Exception {
    String[] endings = {"data: {\"error\":{\"message\":\"overloaded\"}}\n\n", "data: {broken\n\n"};
    for (int i = 0; i < endings.length; i++) {
      Recorded.clear();
      String model = "m-broken-" + i;
      try (ScriptedServer server = new ScriptedServer(events(CHUNK + endings[i]));
          StreamResponse<ChatCompletionChunk> stream =
              client(server)
                  .build()
                  .chat()
                  .completions()
                  .createStreaming(question(model).build())) {
        assertThrows(OpenAIException.class, () -> stream.stream().forEach(chunk -> {}));
      }

      RecordedSpan span = spanOfCall("chat " + model);
      assertEquals("ERROR", span.status());
      assertEquals("m-real", span.attribute("gen_ai.response.model"));
      assertEquals(1.0, requests(model, "error"));
    }
  }

  @Test
  void behindAProxyTheProviderIsWhomTheUrlNames() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(200, "", ANSWER))) {
      OpenAIClient behind =
          OpenAIOkHttpClient.builder()
              .baseUrl("http://shop.openai.azure.com/openai/v1")
              .apiKey("local")
              .maxRetries(0)
              .proxy(server.asProxy())
              .build();
      behind.chat().completions().create(question("m-proxy").build());
      assertTrue(server.requests().get(0).startsWith("POST http://shop.openai.azure.com/"));
    }

    RecordedSpan span = spanOfCall("chat m-proxy");
    assertEquals("azure.ai.openai", span.attribute("gen_ai.provider.name"));
    assertEquals("shop.openai.azure.com", span.attribute("server.address"));
    assertEquals(80L, span.attribute("server.port"));
  }

  @Test
  void aStreamThatIsDroppedEndsWhenItIsCollected() {
    readOneChunkAndForget();

    assertForgotten("chat m-dropped");
  }

  private static void readOneChunkAndForget() {
    assertTrue(
        client.chat().completions().createStreaming(questionWithUsage("m-dropped")).stream()
            .iterator()
            .hasNext());
  }

  @Test
  void aStreamWhoseHolderIsDroppedGoesOn() {
    var chunks =
        client.chat().completions().createStreaming(questionWithUsage("m-held")).stream()
            .iterator();
    chunks.next();
    System.gc();
    int count = 1;
    while (chunks.hasNext()) {
      chunks.next();
      count++;
    }

    assertTrue(count > 1);
    assertEquals("UNSET", spanOfCall("chat m-held").status());
    assertEquals(1.0, requests("m-held", "success"));
  }

  @Test
  void anAnswerThatComesAfterItsFutureWasCancelledEndsWhenItIsCollected() {
    CompletableFuture<ChatCompletion> future =
        client.async().chat().completions().create(question("m-cancelled").build());
    boolean cancelled = future.cancel(true);

    if (cancelled) {
      assertForgotten("chat m-cancelled");
    } else {
      assertEquals("UNSET", awaitSpan("chat m-cancelled").status());
    }
  }

  private static void assertForgotten(String name) {
    Recorded.await(
        () -> {
          System.gc();
          return Recorded.spans().stream().anyMatch(span -> span.name().equals(name));
        },
        () -> "no span '" + name + "' among " + Recorded.spans());
    RecordedSpan span = Recorded.span(name);
    assertEquals("ERROR", span.status());
    assertTrue(span.attribute("error.type") instanceof String type && type.endsWith("NeverClosed"));
  }
}
