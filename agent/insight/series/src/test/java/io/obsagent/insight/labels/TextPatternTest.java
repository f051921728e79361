// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
  private static String random(Random random, String[] parts, int most) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(most); left > 0; left--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  @Test
  void matchesWhatTheRegularExpressionDoes() {
    String[] patternParts = {"a", "b", "A", "-", ".", ".", ".*", ".+", "|"};
    String[] textParts = {"a", "b", "A", "-", "\n", "ü", "🙂", "."};
    Random random = new Random(5);
    int matched = 0;
    for (int i = 0; i < 100_000; i++) {
      String regex = random(random, patternParts, 8);
      String text = random(random, textParts, 8);
      TextPattern pattern = TextPattern.of(regex);
      assertThat(pattern).as(regex).isNotNull();
      boolean expected = BoundedRegex.compile(regex).matcher(text).matches();
      assertThat(pattern.matches(text)).as(regex + " on " + text).isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*", "+", "a*", "a|*", "a+", "a?", ".?", ".*?", ".*+", ".+*", "(a)", "[a]", "a{2}", "\\.",
        "^a", "a$", "ü", "a\\|b"
      })
  void leavesAllElseToRe2(String regex) {
    assertThat(TextPattern.of(regex)).isNull();
  }

  @Test
  void takesNoLongerForWhatAlmostMatches() {
    TextPattern pattern = TextPattern.of(".*a".repeat(1_000) + "b");
    assertThat(pattern).isNotNull();
    assertThat(pattern.matches("a".repeat(20_000))).isFalse();
  }
}
