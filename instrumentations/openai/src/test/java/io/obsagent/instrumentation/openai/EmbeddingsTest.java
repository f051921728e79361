// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.obsagent.testing.Recorded;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddingsTest extends OpenAiTest {
  private static EmbeddingCreateParams texts(String model) {
    return EmbeddingCreateParams.builder().model(model).input("Which kettle is good?").build();
  }

  private static Map<String, Object> expected(String model) {
    Map<String, Object> expected = requestAttributes(model);
    expected.put("gen_ai.operation.name", "embeddings");
    expected.put("gen_ai.response.model", model);
    expected.put("gen_ai.usage.input_tokens", PROMPT_WORDS);
    return expected;
  }

  @Test
  void anEmbeddingIsOneSpanWithItsInputTokens() {
    CreateEmbeddingResponse answer = client.embeddings().create(texts("e-whole"));

    assertThat(answer.data().size()).isEqualTo(1);
    assertThat(attributes(spanOfCall("embeddings e-whole"))).isEqualTo(expected("e-whole"));
    assertThat(tokens("e-whole", "input")).isEqualTo((double) PROMPT_WORDS);
  }

  @Test
  void aFutureEmbeddingIsOneSpan() throws Exception {
    client.async().embeddings().create(texts("e-async")).get(60, TimeUnit.SECONDS);

    Recorded.awaitSpans(2);
    assertThat(attributes(Recorded.span("embeddings e-async"))).isEqualTo(expected("e-async"));
  }
}
