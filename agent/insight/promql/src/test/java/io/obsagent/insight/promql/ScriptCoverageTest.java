// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's own scripts speak the whole language, so that a clone proves it by itself. */
class ScriptCoverageTest {
  private static final List<String> MODIFIERS =
      List.of(
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "offset",
          "fill",
          "fill_left",
          "fill_right",
          "anchored",
          "smoothed");

  @Test
  void everyFunctionOperatorAndModifierIsInAScript() throws Exception {
    StringBuilder queries = new StringBuilder();
    Path directory =
        Path.of(
            Objects.requireNonNull(ScriptCoverageTest.class.getResource("/promqltest")).toURI());
    try (Stream<Path> scripts = Files.list(directory)) {
      for (Path script : scripts.toList()) {
        Files.readAllLines(script).stream()
            .filter(line -> line.startsWith("eval "))
            .forEach(line -> queries.append(line).append('\n'));
      }
    }
    List<String> missing = new ArrayList<>();
    for (String word : words()) {
      String start = Character.isLetter(word.charAt(0)) ? "(?<![a-z_0-9])" : "";
      String end = Character.isLetter(word.charAt(word.length() - 1)) ? "(?![a-z_0-9])" : "";
      if (!Pattern.compile(start + Pattern.quote(word) + end).matcher(queries).find()) {
        missing.add(word);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(queries.toString()).contains("[2m:1m]", "@ end()", "@ start()", "@ 120");
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>(MODIFIERS);
    for (Function function : Function.values()) {
      boolean leftOut =
          function.isNativeHistogramOnly()
              || function == Function.INFO
              || function == Function.START_TIMESTAMP;
      if (!leftOut) {
        words.add(function.symbol() + "(");
      }
    }
    for (Aggregator aggregator : Aggregator.values()) {
      words.add(aggregator.symbol());
    }
    for (BinaryOp op : BinaryOp.values()) {
      words.add(op.symbol());
    }
    return words;
  }
}
