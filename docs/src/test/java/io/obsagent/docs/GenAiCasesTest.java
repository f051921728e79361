// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenAiCasesTest {
  private static final Map<GenAiCases.Runs, String> WORDS =
      Map.of(
          GenAiCases.Runs.ALL, "yes",
          GenAiCases.Runs.IN_PART, "in part",
          GenAiCases.Runs.NOT, "–");

  private static String sentence(String name) {
    String words =
        name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .toLowerCase(Locale.ROOT)
            .replace("json", "JSON")
            .replace("models error", "model's error");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  @Test
  void theTableOfCasesIsWhatTheTestsRun() throws IOException {
    assertThat(GenAiCases.kits(GenAiCases.OF_ANSWERS)).hasSizeGreaterThan(8);
    Documents.comparePart("ai.md", "cases", table(GenAiCases.OF_ANSWERS));
  }

  @Test
  void theTableOfTurnsIsWhatTheTestsRun() throws IOException {
    assertThat(GenAiCases.kits(GenAiCases.OF_TURNS)).hasSize(2);
    Documents.comparePart("ai.md", "turns", table(GenAiCases.OF_TURNS));
  }

  private static String table(List<String> kit) throws IOException {
    Map<String, List<String>> kits = GenAiCases.kits(kit);
    StringBuilder table = new StringBuilder("| case |");
    kits.keySet().forEach(module -> table.append(' ').append(module).append(" |"));
    table.append("\n|---|").append("---|".repeat(kits.size())).append('\n');
    GenAiCases.needs(kit)
        .forEach(
            (name, needs) -> {
              table.append("| ").append(sentence(name)).append(" |");
              for (List<String> tests : kits.values()) {
                table.append(' ').append(WORDS.get(GenAiCases.of(tests, needs))).append(" |");
              }
              table.append('\n');
            });
    return table.toString();
  }
}
