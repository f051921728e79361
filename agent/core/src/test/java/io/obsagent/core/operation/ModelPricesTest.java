// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPricesTest {
  private final ModelPrices prices = new ModelPrices(Map.of());

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, gpt-4o-2024-08-06",
    "openai, gpt-4o, GPT-4o",
    "azure.ai.openai, gpt-4o, gpt-4o-2024-11-20",
    "openai, gpt-4, gpt-4-0613",
    "anthropic, claude-opus-4-1, claude-opus-4-1-20250805",
    "anthropic, claude-sonnet-4-5, claude-sonnet-4-5-latest",
    "gcp.vertex_ai, claude-sonnet-4-5, claude-sonnet-4-5@20250929",
    "gcp.gemini, gemini-2.0-flash, gemini-2.0-flash-001",
    "gcp.vertex_ai, gemini-2.0-flash, gemini-2.0-flash-001",
    "aws.bedrock, amazon.nova-lite, amazon.nova-lite-v1:0",
    "aws.bedrock, amazon.nova-lite, eu.amazon.nova-lite-v1:0"
  })
  void aVersionOfAModelCostsAsTheModelDoes(String provider, String model, String version) {
    assertThat(prices.of(provider, model)).isNotNull();
    assertThat(prices.of(provider, version)).isEqualTo(prices.of(provider, model));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-nano",
    "openai, gpt-4-9",
    "openai, gpt-4.7",
    "openai, ''",
    "openai, -",
    "openai, unknown",
    "openai, ':0'",
    "anthropic, gpt-4o",
    "anthropic, claude-opus-4-99",
    "ollama, gpt-4o",
    "nobody, llama3"
  })
  void noPriceIsGuessed(String provider, String model) {
    assertThat(prices.of(provider, model)).isNull();
  }

  @Test
  void aDatedNameWithItsOwnPriceHasIt() {
    assertThat(prices.of("openai", "gpt-4o-2024-05-13").input())
        .isGreaterThan(prices.of("openai", "gpt-4o").input());
  }

  @Test
  void whatIsConfiguredWins() {
    ModelPrices own =
        new ModelPrices(ModelPrices.parseOwn("gpt-4o=1/2, My-Model:7b = 0.5/0.75/0.1/0.2,"));
    assertThat(own.of("openai", "gpt-4o").output()).isEqualTo(2);
    assertThat(own.of("ollama", "my-model:7b"))
        .isEqualTo(new ModelPrice(0.5, 0.75, 0.1, 0.2, 0, null));
    assertThat(own.of("openai", "gpt-4.1")).isEqualTo(prices.of("openai", "gpt-4.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt-4o", "=1/2", "m=1", "m=a/b", "m=-1/2", "m=1/2/3/4/5", "m=1/NaN", "m=1/2>3"})
  void aWrongPriceIsRefused(String text) {
    assertThatThrownBy(() -> ModelPrices.parseOwn(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }

  @Test
  void cachedTokensAreAPartOfTheInput() {
    ModelPrice price = ModelPrice.parse("3/15/0.3/3.75");
    assertThat(price.usd(new GenAiUsage(1_000_000, 100_000, 600_000, 100_000, 50_000)))
        .isEqualTo(0.3 * 3 + 0.1 * 15 + 0.6 * 0.3 + 0.1 * 3.75, within(1e-12));
  }

  @Test
  void whatNobodyToldCostsNothing() {
    ModelPrice price = ModelPrice.parse("3/15");
    assertThat(price.usd(new GenAiUsage(-1, -1, -1, -1, -1))).isZero();
    assertThat(price.usd(new GenAiUsage(10, -1, 20, -1, -1))).isPositive();
  }

  @Test
  void aLongCallIsPricedAnewAsAWhole() {
    ModelPrice price = ModelPrice.parse("3/15/0.3/3.75 >200000 6/22.5/0.6/7.5");
    assertThat(price.usd(new GenAiUsage(200_000, 0, -1, -1, -1))).isEqualTo(0.6, within(1e-12));
    assertThat(price.usd(new GenAiUsage(200_001, 0, -1, -1, -1))).isEqualTo(1.2, within(1e-4));
  }
}
