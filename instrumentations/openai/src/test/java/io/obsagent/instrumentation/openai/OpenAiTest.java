// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.obsagent.smoke.provider.ProviderServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client and a provider to talk to, and what their calls look like. */
@ExtendWith(AgentExtension.class)
abstract class OpenAiTest {
  static final String SENTENCE = "Take the blue kettle; it goes well with tea.";
  static final long WORDS = 9;
  static final long PROMPT_WORDS = 4;

  static ProviderServer server;
  static OpenAIClient client;

  @BeforeAll
  static void start() {
    server = ProviderServer.start();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(server.baseUrl())
            .apiKey("local")
            .maxRetries(0)
            .build();
  }

  static OpenAIClient connect(String url, String key, int retries) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(url + "/v1")
        .apiKey(key)
        .maxRetries(retries)
        .build();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
  }

  static ChatCompletionCreateParams.Builder question(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage("Which kettle is good?");
  }

  static ChatCompletionCreateParams questionWithUsage(String model) {
    return question(model)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }

  /** The spans of one call: the model's, and HTTP's, which is its child. */
  static RecordedSpan spanOfCall(String name) {
    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span(name);
    assertThat(span.scope()).isEqualTo("io.obsagent.gen-ai");
    assertThat(span.kind()).isEqualTo("CLIENT");
    RecordedSpan http = Recorded.span("POST");
    assertThat(http.isChildOf(span)).isEqualTo(true);
    return span;
  }

  /** Attributes without those that differ from call to call, which are there. */
  static Map<String, Object> attributes(RecordedSpan span, String... varying) {
    Map<String, Object> attributes = new HashMap<>(span.attributes());
    assertThat(attributes.remove("correlation.id")).isNotNull();
    attributes.remove("obs.gen_ai.response.service_tier"); // not in all answers, nor
    attributes.remove("gen_ai.usage.cache_write.input_tokens"); // known to all versions
    for (String key : varying) {
      assertThat(attributes.remove(key)).isNotNull();
    }
    return attributes;
  }

  static Map<String, Object> requestAttributes(String model) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("gen_ai.operation.name", "chat");
    attributes.put("gen_ai.provider.name", "openai");
    attributes.put("gen_ai.request.model", model);
    attributes.put("server.address", "127.0.0.1");
    attributes.put("server.port", (long) URI.create(server.baseUrl()).getPort());
    return attributes;
  }

  static Map<String, Object> answerAttributes(String model) {
    Map<String, Object> attributes = requestAttributes(model);
    attributes.put("gen_ai.response.model", model);
    attributes.put("gen_ai.response.finish_reasons", List.of("stop"));
    return attributes;
  }

  static void putUsage(Map<String, Object> attributes) {
    attributes.put("gen_ai.usage.input_tokens", PROMPT_WORDS);
    attributes.put("gen_ai.usage.output_tokens", WORDS);
    attributes.put("gen_ai.usage.cache_read.input_tokens", 0L);
    attributes.put("gen_ai.usage.reasoning.output_tokens", 0L);
  }

  static Double requests(String model, String status) {
    return Recorded.metric(
        "ai_requests_total{model=\"" + model + "\",provider=\"openai\",status=\"" + status + "\"}");
  }

  static Double tokens(String model, String type) {
    return Recorded.metric(
        "ai_tokens_used_total{model=\""
            + model
            + "\",provider=\"openai\",token_type=\""
            + type
            + "\"}");
  }
}
