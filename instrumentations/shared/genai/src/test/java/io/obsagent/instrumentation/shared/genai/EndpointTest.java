// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.CalledServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, openai",
    "https://shop.openai.azure.com, azure.ai.openai",
    "https://shop.services.ai.azure.com/models, azure.ai.inference",
    "https://bedrock-runtime.eu-central-1.amazonaws.com, aws.bedrock",
    "https://europe-west1-aiplatform.googleapis.com, gcp.vertex_ai",
    "https://generativelanguage.googleapis.com, gcp.gemini",
    "https://api.anthropic.com, anthropic",
    "https://API.mistral.ai, mistral_ai",
    "https://api.moonshot.cn/v1, moonshot_ai",
    "https://api.deepseek.com, deepseek",
  })
  void theProviderFollowsFromTheHost(String url, String provider) {
    assertThat(Endpoint.of("protocol", url).provider()).isEqualTo(provider);
  }

  @Test
  void aCompatibleServerIsCalledByItsProtocolAndToldByItsHost() {
    assertThat(Endpoint.of("openai", "http://localhost:11434/v1"))
        .extracting(Endpoint::provider, Endpoint::host, Endpoint::port)
        .containsExactly("openai", "localhost", 11434);
  }

  @ParameterizedTest
  @CsvSource({
    "http://llm.local, http://llm.local:80",
    "https://LLM.local/v1, https://llm.local:443",
    "wss://llm.local/live, https://llm.local:443",
    "ws://llm.local, http://llm.local:80",
    "https://me:s3cret@llm.local:8443/v1?key=s3cret, https://llm.local:8443",
    "http://[::1]:11434/v1, http://[::1]:11434",
  })
  void itsServerIsKnownWithoutWhatElseItsAddressHolds(String url, String server) {
    Endpoint endpoint = Endpoint.of("openai", url);
    assertThat(endpoint.server()).hasToString(server);
    assertThat(CalledServer.urls()).contains(server);
    assertThat(Endpoint.of("openai", url).server()).isSameAs(endpoint.server());
  }

  @Test
  void aHostThatOnlyLooksLikeAProviderIsNone() {
    assertThat(Endpoint.of("p", "https://api.x.ai.example.org").provider()).isEqualTo("p");
    assertThat(Endpoint.of("p", "https://openai.azure.com.example.org").provider()).isEqualTo("p");
    assertThat(Endpoint.of("p", "https://aiplatform.googleapis.com.example").provider())
        .isEqualTo("p");
  }

  @Test
  void whatIsNoUrlHasNoHost() {
    assertThat(Endpoint.of("openai", "not a url")).isEqualTo(new Endpoint("openai", null));
    assertThat(Endpoint.of("openai", null)).isEqualTo(new Endpoint("openai", null));
  }
}
