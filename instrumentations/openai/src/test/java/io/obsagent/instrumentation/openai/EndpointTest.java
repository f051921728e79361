// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EndpointTest {
  @Test
  void theProviderFollowsFromTheHost() {
    assertEquals(
        new Endpoint("openai", "api.openai.com", 443), Endpoint.parse("https://api.openai.com/v1"));
    assertEquals(
        new Endpoint("azure.ai.openai", "shop.openai.azure.com", 443),
        Endpoint.parse("https://shop.openai.azure.com"));
    assertEquals(
        new Endpoint("mistral_ai", "api.mistral.ai", 443),
        Endpoint.parse("https://API.mistral.ai"));
    assertEquals(
        new Endpoint("moonshot_ai", "api.moonshot.cn", 443),
        Endpoint.parse("https://api.moonshot.cn/v1"));
  }

  @Test
  void aCompatibleServerIsCalledOpenAiAndToldByItsHost() {
    assertEquals(
        new Endpoint("openai", "localhost", 11434), Endpoint.parse("http://localhost:11434/v1"));
    assertEquals(new Endpoint("openai", "llm.local", 80), Endpoint.parse("http://llm.local"));
  }

  @Test
  void aHostThatOnlyLooksLikeAProviderIsNone() {
    assertEquals("openai", Endpoint.parse("https://api.x.ai.example.org").provider());
    assertEquals("openai", Endpoint.parse("https://openai.azure.com.example.org").provider());
  }

  @Test
  void whatIsNoUrlHasNoHost() {
    assertEquals(new Endpoint("openai", null, -1), Endpoint.parse("not a url"));
  }
}
