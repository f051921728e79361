// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPricesTest {
  private static final long NOON = Instant.parse("2026-11-28T12:00:00Z").getEpochSecond();
  private final ModelPrices prices = new ModelPrices(Map.of());

  private static Tokens.Set tokens(long input, long output) {
    return new Tokens.Set().with(TokenKind.INPUT, input).with(TokenKind.OUTPUT, output);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, gpt-4o-2024-08-06",
    "openai, gpt-4o, GPT-4o",
    "openai, gpt-5.1, gpt-5.1-chat-latest",
    "openai, ft:gpt-4o, ft:gpt-4o-2024-08-06:acme::9abc",
    "openai, ft:gpt-4o-mini, ft:gpt-4o-mini-2024-07-18:acme:support:9abc",
    "azure.ai.openai, gpt-4o, gpt-4o-2024-11-20",
    "azure.ai.inference, deepseek-chat, deepseek-chat",
    "openai, gpt-4, gpt-4-0613",
    "anthropic, claude-opus-4-1, claude-opus-4-1-20250805",
    "anthropic, claude-sonnet-4-5, claude-sonnet-4-5-latest",
    "gcp.vertex_ai, claude-sonnet-4-5, claude-sonnet-4-5@20250929",
    "gcp.vertex_ai, gemini-2.0-flash, publishers/google/models/gemini-2.0-flash-001",
    "gcp.gemini, gemini-2.0-flash, models/gemini-2.0-flash-001",
    "gcp.gemini, gemini-2.0-flash, gemini-2.0-flash-001",
    "aws.bedrock, amazon.nova-lite, amazon.nova-lite-v1:0",
    "aws.bedrock, amazon.nova-lite, eu.amazon.nova-lite-v1:0",
    "aws.bedrock, regional.anthropic.claude-sonnet-4-6, us-gov.anthropic.claude-sonnet-4-6-v1:0",
    "aws.bedrock, regional.anthropic.claude-3-haiku-20240307, anthropic.claude-3-haiku-20240307-v1:0",
    "aws.bedrock, eu.anthropic.claude-sonnet-4-6,"
        + " arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-sonnet-4-6-v1:0"
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
    "openai, 'ft:'",
    "openai, unknown",
    "openai, ':0'",
    "openai, ft:llama:acme::1",
    "anthropic, gpt-4o",
    "anthropic, claude-opus-4-99",
    "aws.bedrock, xx.amazon.nova-lite",
    "ollama, gpt-4o",
    "nobody, llama3"
  })
  void noPriceIsGuessed(String provider, String model) {
    assertThat(prices.of(provider, model)).isNull();
  }

  @Test
  void servedFromAnywhereAndFromARegionCostDifferently() {
    Tokens million = tokens(1_000_000, 0);
    String name = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    assertThat(usd("aws.bedrock", "global." + name, million)).isEqualTo(3);
    assertThat(usd("aws.bedrock", "eu." + name, million)).isEqualTo(3.3, within(1e-9));
    assertThat(usd("aws.bedrock", name, million)).isEqualTo(3.3, within(1e-9));
  }

  private double usd(String provider, String model, Tokens tokens) {
    return prices.of(provider, model).usd(tokens, "", NOON);
  }

  @Test
  void aDatedNameWithItsOwnPriceHasIt() {
    Tokens million = tokens(1_000_000, 0);
    assertThat(usd("openai", "gpt-4o-2024-05-13", million)).isEqualTo(5);
    assertThat(usd("openai", "gpt-4o", million)).isEqualTo(2.5);
  }

  @Test
  void whatIsConfiguredWins() {
    ModelPrices own =
        new ModelPrices(
            PriceOptions.parse(
                "gpt-4o=1/2, My-Model:7b = 0.5/0.75/0.1/0.2,groq shared=3/4 batch=0.5"));
    assertThat(own.of("openai", "gpt-4o-2024-08-06").usd(tokens(0, 1_000_000), "", 0)).isEqualTo(2);
    assertThat(own.of("ollama", "my-model:7b")).isEqualTo(PriceSyntax.parse("0.5/0.75/0.1/0.2"));
    assertThat(own.of("groq", "shared").usd(tokens(1_000_000, 0), "batch", 0)).isEqualTo(1.5);
    assertThat(own.of("openai", "shared")).isNull();
    assertThat(own.of("openai", "gpt-4.1")).isEqualTo(prices.of("openai", "gpt-4.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-4o",
        "=1/2",
        "m=1",
        "m=a/b",
        "m=-1/2",
        "m=1/2/3/4/5",
        "m=1/NaN",
        "m=1/2>3",
        "m=1/2 >3",
        "m=1/2 3/4",
        "m=1/2 colour=3",
        "m=1/2 @monday 3/4",
        "m=1/2 @25:00-26:00 3/4",
        "m=output_audio=3"
      })
  void aWrongPriceIsRefused(String text) {
    assertThatThrownBy(() -> PriceOptions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }

  @Test
  void partsAreBilledOnceAndByTheirOwnRates() {
    ModelPrice price =
        PriceSyntax.parse(
            "3/15/0.3/3.75 cache_write_1h=6 reasoning=20 input_audio=40 cache_read_audio=2"
                + " output_audio=80");
    Tokens tokens =
        tokens(1_000_000, 100_000)
            .with(TokenKind.CACHE_READ, 300_000)
            .with(TokenKind.CACHE_READ_AUDIO, 100_000)
            .with(TokenKind.CACHE_WRITE, 200_000)
            .with(TokenKind.CACHE_WRITE_1H, 50_000)
            .with(TokenKind.INPUT_AUDIO, 100_000)
            .with(TokenKind.REASONING, 40_000)
            .with(TokenKind.OUTPUT_AUDIO, 10_000);
    assertThat(price.usd(tokens, "", NOON))
        .isEqualTo(
            0.4 * 3
                + 0.2 * 0.3
                + 0.1 * 2
                + 0.15 * 3.75
                + 0.05 * 6
                + 0.1 * 40
                + 0.05 * 15
                + 0.04 * 20
                + 0.01 * 80,
            within(1e-9));
  }

  @Test
  void whatHasNoRateIsBilledAsWhatItIsAPartOf() {
    ModelPrice price = PriceSyntax.parse("3/15");
    Tokens tokens =
        tokens(1_000_000, 1_000_000)
            .with(TokenKind.CACHE_READ, 600_000)
            .with(TokenKind.REASONING, 900_000)
            .with(TokenKind.INPUT_IMAGE, 100_000);
    assertThat(price.usd(tokens, "", NOON)).isEqualTo(18, within(1e-9));
  }

  @Test
  void whatNobodyToldCostsNothing() {
    ModelPrice price = PriceSyntax.parse("3/15");
    assertThat(price.usd(tokens(-1, -1), "", NOON)).isZero();
    assertThat(price.usd(tokens(10, -1).with(TokenKind.CACHE_READ, 20), "", NOON)).isPositive();
  }

  @Test
  void aLongCallIsPricedAnewAsAWhole() {
    ModelPrice price = PriceSyntax.parse("3/15/0.3/3.75 >200000 6/22.5/0.6/7.5 >500000 9/30");
    assertThat(price.usd(tokens(200_000, 0), "", NOON)).isEqualTo(0.6, within(1e-12));
    assertThat(price.usd(tokens(200_001, 0), "", NOON)).isEqualTo(1.2, within(1e-4));
    assertThat(price.usd(tokens(600_000, 0), "", NOON)).isEqualTo(5.4, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1.25",
    "default, 1.25",
    "auto, 1.25",
    "batch, 0.625",
    "flex, 0.625",
    "priority, 2.5"
  })
  void aTierOfTheServiceHasItsFactor(String tier, double usd) {
    assertThat(prices.of("openai", "gpt-5").usd(tokens(1_000_000, 0), tier, NOON))
        .isEqualTo(usd, within(1e-9));
  }

  @Test
  void aTierThatIsNotKnownHasNoPrice() {
    assertThat(prices.of("anthropic", "claude-opus-5").usd(tokens(10, 10), "priority", NOON))
        .isNaN();
  }

  @Test
  void aPriceThatIsAnnouncedHoldsFromItsDayOn() {
    ModelPrice price = PriceSyntax.parse("1/2 @2027-01-01 3/4");
    long newYear = Instant.parse("2027-01-01T00:00:00Z").getEpochSecond();
    assertThat(price.usd(tokens(1_000_000, 0), "", newYear - 1)).isEqualTo(1);
    assertThat(price.usd(tokens(1_000_000, 0), "", newYear)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"00:29, 2", "00:30, 1", "16:29, 1", "16:30, 2", "23:59, 2"})
  void aPriceOfTheNightHoldsOverMidnight(String time, double usd) {
    ModelPrice price = PriceSyntax.parse("1/9 @16:30-00:30 2/9");
    long second = Instant.parse("2026-11-28T" + time + ":59Z").getEpochSecond();
    assertThat(price.usd(tokens(1_000_000, 0), "", second)).isEqualTo(usd);
  }

  @Test
  void theTableSaysWhereItIsFromAndOfWhen() {
    assertThat(ModelPrices.source())
        .containsPattern("as of \\d{4}-\\d\\d-\\d\\d")
        .contains("https://");
    assertThat(prices.all()).hasSizeGreaterThan(400);
  }

  @Test
  void longNamesAreNotKept() {
    assertThat(prices.of("openai", "gpt-4o".repeat(100))).isNull();
  }
}
