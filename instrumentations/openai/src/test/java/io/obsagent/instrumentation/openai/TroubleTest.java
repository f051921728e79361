// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.testing.ScriptedServer.events;
import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
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
    return OpenAIOkHttpClient.builder().baseUrl(server.url() + "/v1").apiKey("local").maxRetries(0);
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

    assertThat(Recorded.awaitSpans(4).size()).isEqualTo(4);
    RecordedSpan span = Recorded.span("chat m-retry");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("gen_ai.response.model")).isEqualTo("m-real");
    assertThat(
            Recorded.spans().stream()
                .filter(http -> http.name().equals("POST") && http.isChildOf(span))
                .count())
        .isEqualTo(3);
    assertThat(requests("m-retry", "success")).isEqualTo(1.0);
  }

  @Test
  void aKeyThatIsRefusedIsAnError() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(json(401, "", "{\"error\":{\"message\":\"no\"}}"))) {
      OpenAIClient refused = client(server).build();
      assertThatThrownBy(() -> refused.chat().completions().create(question("m-401").build()))
          .isInstanceOf(UnauthorizedException.class);
    }

    assertThat(spanOfCall("chat m-401").attribute("error.type")).isEqualTo("authentication");
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
        assertThatThrownBy(() -> stream.stream().forEach(chunk -> {}))
            .isInstanceOf(OpenAIException.class);
      }

      RecordedSpan span = spanOfCall("chat " + model);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("gen_ai.response.model")).isEqualTo("m-real");
      assertThat(requests(model, "error")).isEqualTo(1.0);
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
      assertThat(server.requests().get(0).startsWith("POST http://shop.openai.azure.com/"))
          .isTrue();
    }

    RecordedSpan span = spanOfCall("chat m-proxy");
    assertThat(span.attribute("gen_ai.provider.name")).isEqualTo("azure.ai.openai");
    assertThat(span.attribute("server.address")).isEqualTo("shop.openai.azure.com");
    assertThat(span.attribute("server.port")).isEqualTo(80L);
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

    assertThat(count > 1).isTrue();
    assertThat(spanOfCall("chat m-held").status()).isEqualTo("UNSET");
    assertThat(requests("m-held", "success")).isEqualTo(1.0);
  }
}
