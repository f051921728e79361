// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void forget() {
    System.clearProperty("obs.ai.prices");
  }

  private int run(String... arguments) {
    return new CommandLine(List.of(new PricesCommand()))
        .run(List.of(arguments), new PrintStream(out, true), new PrintStream(err, true));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAModelAllAreShownWithTheirSource() {
    assertThat(run("prices")).isZero();
    assertThat(text(out)).contains("openai gpt-4o ", "anthropic claude-", "genai-prices ");
  }

  @Test
  void aProviderShowsItsOwnOnly() {
    assertThat(run("prices", "--provider", "cohere")).isZero();
    assertThat(text(out)).contains("cohere command").doesNotContain("openai gpt");
  }

  @Test
  void aModelIsShownWithAllThatSellIt() {
    assertThat(run("prices", "gpt-4o-2024-08-06")).isZero();
    assertThat(text(out))
        .contains("openai gpt-4o-2024-08-06\n  input 2.5, output 10, cache_read 1.25\n")
        .contains("azure.ai.openai gpt-4o-2024-08-06\n")
        .contains("tier batch: × 0.5");
  }

  @Test
  void aCallIsPriced() {
    assertThat(
            run(
                "prices",
                "gpt-4o",
                "--provider",
                "openai",
                "--input",
                "1000",
                "--output",
                "200",
                "--cache-read",
                "400",
                "--tier",
                "batch"))
        .isZero();
    assertThat(text(out)).contains("= 0.002000 USD");
  }

  @Test
  void theUsersPriceWins() {
    System.setProperty("obs.ai.prices", "gpt-4o=1/2,mine=3/4");
    assertThat(run("prices", "mine", "--input", "1000000")).isZero();
    assertThat(text(out)).contains("mine\n  input 3, output 4\n  = 3.000000 USD");
  }

  @Test
  void aModelWithoutPriceIsAFinding() {
    assertThat(run("prices", "gpt-99")).isEqualTo(1);
    assertThat(text(err)).contains("'gpt-99' has no price; give it one with ai.prices");
  }

  @Test
  void aTierWithoutPriceIsAFinding() {
    assertThat(
            run(
                "prices",
                "claude-opus-5",
                "--input",
                "1",
                "--tier",
                "priority",
                "--provider",
                "anthropic"))
        .isEqualTo(1);
    assertThat(text(out)).contains("no price is known of the tier 'priority'");
  }

  @Test
  void aWrongPriceOfTheUserIsAFinding() {
    System.setProperty("obs.ai.prices", "mine=cheap");
    assertThat(run("prices", "gpt-4o")).isEqualTo(1);
    assertThat(text(err)).contains("-Dobs.ai.prices: 'ai.prices' is 'mine=cheap': expected USD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prices a b",
        "prices gpt-4o --colour red",
        "prices gpt-4o --input",
        "prices gpt-4o --input many",
        "prices gpt-4o --input -1",
        "prices --input 5",
        "prices gpt-4o --tier batch",
        "prices --tier batch",
        "prices gpt-4o --input 10 --cache-read 50",
        "prices gpt-4o --output 1 --reasoning 2",
        "prices \u001b[31mred"
      })
  void wrongUsageSaysWhatIsWrong(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(text(err)).startsWith("obs-agent prices: ").contains("see prices --help");
  }

  @Test
  void itExplainsItself() {
    assertThat(run("prices", "--help")).isZero();
    assertThat(text(out)).contains("--cache-read N", "Exit codes: 0 ");
  }
}
