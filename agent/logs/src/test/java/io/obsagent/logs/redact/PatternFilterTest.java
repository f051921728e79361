// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternFilterTest {
  private static final String LINE = "Order 4711 of acme-berlin was paid within 12.5 s by user bob";

  private static boolean mayMatch(String pattern, String text) {
    return new PatternFilter(List.of(pattern)).candidates(text) != 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\\bDE\\d{20}\\b ~ DE12345678901234567890",
        "(?i)patient [a-z]+ ~ the PATIENT Bob",
        "(?i:k)elvin s?ign ~ \u212aelvin sign",
        "\\w+@acme\\.(com|org) ~ a.b@acme.org",
        "(secret|pin) for (\\w+) ~ pin for bob",
        "^(?P<name>ssn)[:=]\\s*[^ ]{3,} ~ ssn: 12-34",
        "[A-Z]{2}-\\x23[\\d.-]+x{0}Z ~ AB-#1.2Z",
        "[]a-c-]{3}\\. ~ a]-.",
        "a{2,3}b{0,2}zz ~ aaazz",
        "ü{2}ß ~ üüß",
      })
  void whatMatchesIsACandidateAndAnOrdinaryLineIsNone(String pattern, String match) {
    assertThat(Pattern.compile(pattern).matcher(match).find()).isTrue();
    assertThat(mayMatch(pattern, match)).isTrue();
    assertThat(mayMatch(pattern, "so " + match + " so")).isTrue();
    assertThat(mayMatch(pattern, LINE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {".*", "[^a]+", "\\pL+", "a|.", "[[:alpha:]]{9}", "\\Qab\\E", "(a|bc)*"})
  void whatHasNothingThatIsInEachMatchIsAlwaysACandidate(String pattern) {
    assertThat(mayMatch(pattern, LINE)).isTrue();
    assertThat(mayMatch(pattern, "")).isTrue();
  }

  @Test
  void patternsBeyondAWordOfBitsAreFoundToo() {
    List<String> patterns =
        IntStream.range(0, 32).mapToObj(i -> "key%02d=".formatted(i)).toList();
    PatternFilter filter = new PatternFilter(patterns);

    assertThat(filter.candidates(LINE)).isZero();
    for (int i = 0; i < 32; i++) {
      assertThat(filter.candidates("a key%02d=b".formatted(i))).isEqualTo(1L << i);
    }
  }

  /** Whatever a pattern is: where it matches, the filter lets it. */
  @Test
  void noMatchOfAnyPatternIsMissed() {
    Random random = new Random(42);
    int matches = 0;
    int filtered = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = alternatives(random, 3);
      Pattern compiled;
      try {
        compiled = Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        continue;
      }
      PatternFilter filter = new PatternFilter(List.of(pattern));
      for (int n = 0; n < 10; n++) {
        String text = text(random);
        boolean candidate = filter.candidates(text) != 0;
        if (compiled.matcher(text).find()) {
          matches++;
          assertThat(candidate).as("%s in %s", pattern, text).isTrue();
        } else {
          filtered += candidate ? 0 : 1;
        }
      }
    }
    assertThat(matches).isGreaterThan(20_000);
    assertThat(filtered).isGreaterThan(10_000);
  }

  private static String alternatives(Random random, int depth) {
    StringBuilder pattern = new StringBuilder(sequence(random, depth));
    while (random.nextInt(4) == 0) {
      pattern.append('|').append(sequence(random, depth));
    }
    return pattern.toString();
  }

  private static String sequence(Random random, int depth) {
    StringBuilder sequence = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      sequence.append(atom(random, depth)).append(QUANTIFIERS[random.nextInt(QUANTIFIERS.length)]);
    }
    return sequence.toString();
  }

  private static final String[] QUANTIFIERS = {
    "", "", "", "", "*", "+", "?", "{2}", "{0,1}", "{1,2}", "{2,}", "+?", "*?", "{0}"
  };
  private static final String[] ATOMS = {
    "a",
    "b",
    "K",
    "s",
    "1",
    "-",
    "]",
    "}",
    "{",
    "\\.",
    "\\d",
    "\\w",
    "\\s",
    "\\W",
    "\\b",
    "^",
    "$",
    ".",
    "[ab]",
    "[^a]",
    "[]a]",
    "[a-]",
    "[b-k\\d]",
    "[^]a]",
    "\\x41",
    "\\x{62}",
    "ü",
    "𝄞",
    "[ä-ü]",
    "[[:digit:]]",
    "\\pL",
    "(?i)",
    "(?-i)",
    "\\n",
    "ſ"
  };
  private static final String[] GROUPS = {"(", "(?:", "(?i:", "(?P<n>", "(?-i:", "(?s:"};

  private static String atom(Random random, int depth) {
    return depth > 0 && random.nextInt(4) == 0
        ? GROUPS[random.nextInt(GROUPS.length)] + alternatives(random, depth - 1) + ")"
        : ATOMS[random.nextInt(ATOMS.length)];
  }

  private static String text(Random random) {
    String[] alphabet = {
      "a", "b", "k", "K", "S", "s", "1", "2", "-", "]", ".", " ", "\n", "ü", "ä", "𝄞", "A",
      "\u212a", "ſ", "{", "}"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
