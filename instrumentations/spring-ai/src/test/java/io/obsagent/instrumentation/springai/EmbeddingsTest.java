// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.embedding.EmbeddingRequest;

@ExtendWith(AgentExtension.class)
class EmbeddingsTest {
  @Test
  void embeddingsTellTheirModelAndTokens() throws Exception {
    String answer = "{\"model\":\"m-real\",\"embeddings\":[[1,2]],\"prompt_eval_count\":7}";
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.json(200, "", answer))) {
      Models.ollamaEmbeddings(server.url())
          .call(new EmbeddingRequest(List.of("tea"), Models.embeddingOptions("m-embed")));
    }
    Recorded.awaitSpans(2);
    RecordedSpan embeddings = Recorded.span("embeddings m-embed");
    assertThat(embeddings.attributes())
        .containsEntry("gen_ai.provider.name", "ollama")
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.usage.input_tokens", 7L)
        .containsEntry("server.address", "127.0.0.1");
    assertThat(Recorded.span("POST").isChildOf(embeddings)).isTrue();
  }
}
