// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.GenerateContentConfig;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class EmbeddingsTest {
  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  @Test
  void anEmbeddingIsOneSpan() throws Exception {
    String answer = "{\"embeddings\":[{\"values\":[0.5,0.25]}]}";
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer));
        Client client = GeminiWire.connect(server.url(), "local", 0)) {
      client.models.embedContent("e-whole", "Which kettle is good?", null);
    }

    assertThat(span("embeddings e-whole").attributes())
        .containsEntry("gen_ai.operation.name", "embeddings")
        .containsEntry("gen_ai.provider.name", "gcp.gemini");
  }

  @Test
  void settingsAreOnTheSpanAndWhatIsHeldBackIsTold() throws Exception {
    String answer =
        "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
            + "\"modelVersion\":\"m-real\"}";
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer));
        Client client = GeminiWire.connect(server.url(), "local", 0)) {
      client.models.generateContent(
          "g-settings",
          "Which kettle is good?",
          GenerateContentConfig.builder()
              .temperature(0.1f)
              .topK(40f)
              .maxOutputTokens(64)
              .seed(7)
              .stopSequences(List.of("END"))
              .build());
    }

    assertThat(span("generate_content g-settings").attributes())
        .containsEntry("gen_ai.request.temperature", 0.1)
        .containsEntry("gen_ai.request.top_k", 40L)
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.seed", 7L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.response.finish_reasons", List.of("PROHIBITED_CONTENT"));
    assertThat(
            Recorded.metric(
                "ai_errors_total{model=\"g-settings\",provider=\"gcp.gemini\","
                    + "error_type=\"content_filter\"}"))
        .isEqualTo(1);
  }
}
