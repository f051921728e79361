// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceOptionsTest {
  @TempDir Path directory;

  @AfterEach
  void forget() {
    System.clearProperty("obs.config.file");
    System.clearProperty("obs.ai.prices");
  }

  private AgentConfig load(String yaml) throws IOException {
    Path file = directory.resolve("obs-agent.yaml");
    Files.writeString(file, yaml);
    System.setProperty("obs.config.file", file.toString());
    AgentConfig config = ConfigLoader.load("");
    config.register(List.of(PriceOptions.LIST));
    config.registerSections(List.of(PriceOptions.TREE));
    return config;
  }

  private static List<String> problems(AgentConfig config) {
    return config.findProblems().stream().filter(line -> line.startsWith("obs-agent")).toList();
  }

  @Test
  void pricesAreATree() throws IOException {
    AgentConfig config =
        load("ai:\n  prices:\n    gpt-4.1: 1/2\n    groq Llama-3.3: 0.5/0.7 batch=0.5\n");

    assertThat(PriceOptions.own(config))
        .containsOnlyKeys("gpt-4.1", "groq llama-3.3")
        .containsEntry("gpt-4.1", PriceSyntax.parse("1/2"));
    assertThat(problems(config)).isEmpty();
  }

  @Test
  void pricesAreAListAsWell() throws IOException {
    AgentConfig config = load("ai:\n  prices:\n    - a=1/2\n    - b=3/4 output_audio=5\n");

    assertThat(PriceOptions.own(config)).containsOnlyKeys("a", "b");
    assertThat(problems(config)).isEmpty();
  }

  @Test
  void aPropertyWinsOverTheFile() throws IOException {
    System.setProperty("obs.ai.prices", "gpt-4.1=9/9");
    AgentConfig config = load("ai:\n  prices:\n    gpt-4.1: 1/2\n    other: 3/4\n");

    assertThat(PriceOptions.own(config))
        .containsEntry("gpt-4.1", PriceSyntax.parse("9/9"))
        .containsKey("other");
  }

  @Test
  void aWrongPriceIsToldWithItsPlaceAndTheOthersCount() throws IOException {
    AgentConfig config =
        load("ai:\n  prices:\n    good: 1/2\n    bad: cheap\n    worse:\n      x: 1\n");

    assertThat(PriceOptions.own(config)).containsOnlyKeys("good");
    assertThat(problems(config))
        .containsExactly(
            "obs-agent.yaml:4: price of 'bad': " + Rates.EXPECTED,
            "obs-agent.yaml:5: price of 'worse': " + Rates.EXPECTED);
  }
}
