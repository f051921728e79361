// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
  @ParameterizedTest
  @CsvSource({
    "OPEN_AI, openai",
    "OpenAiSdk, openai",
    "AMAZON_BEDROCK, aws.bedrock",
    "AzureOpenAi, azure.ai.openai",
    "GOOGLE_AI_GEMINI, gcp.gemini",
    "GoogleGenAi, gcp.gen_ai",
    "VertexAiGemini, gcp.vertex_ai",
    "MistralAi, mistral_ai",
    "Ollama, ollama",
    "my_own, my_own",
  })
  void aProviderHasTheWordOfTheConventions(String name, String word) {
    assertThat(Providers.of(name)).isEqualTo(word);
  }

  @Test
  void aPackageBelowThoseOfAFrameworkIsAProviders() {
    assertThat(Providers.packageBelow("java.util.", ReentrantLock.class)).isEqualTo("concurrent");
    assertThat(Providers.packageBelow("java.util.concurrent.locks.", ReentrantLock.class)).isNull();
    assertThat(Providers.packageBelow("io.obsagent.", ReentrantLock.class)).isNull();
  }
}
