// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the user says is a secret, by patterns of RE2: their time is linear in the text, whatever
 * they say and whatever is logged. That is some 50 ns for each character and pattern, so a filter
 * first says which of them may match at all. Immutable.
 */
final class RedactPatterns implements UnaryOperator<String> {
  static final Section<List<String>> SECTION =
      new Section<>(
          "logs.redact-patterns",
          "More that is taken out of log records: regular expressions in the syntax of RE2, at most"
              + " 32.",
          """
          - '\\bDE\\d{20}\\b'
          - '(?i)patient [a-z]+'
          """,
          true,
          List.of(),
          RedactPatterns::parse);

  private static final int MOST = 32;
  private static final int LONGEST = 500;

  /** What fewer bits of a factor tell is in too many lines. */
  private static final int FEWEST_BITS = 9;

  private final List<Pattern> patterns = new ArrayList<>();
  private final PatternFilter filter;

  RedactPatterns(List<String> patterns) {
    patterns.forEach(pattern -> this.patterns.add(Pattern.compile(pattern)));
    this.filter = new PatternFilter(patterns);
  }

  @Override
  public String apply(String text) {
    String safe = text;
    long candidates = filter.candidates(safe);
    for (int i = 0; i < patterns.size() && candidates != 0; i++) {
      if ((candidates >> i & 1) != 0) {
        String before = safe;
        safe = patterns.get(i).matcher(safe).replaceAll(Redaction.REDACTED);
        candidates = safe.equals(before) ? candidates : filter.candidates(safe);
      }
    }
    return safe;
  }

  static List<String> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'logs.redact-patterns' takes a list of regular expressions");
    }
    List<String> patterns = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      String wrong =
          patterns.size() == MOST
              ? "more than " + MOST + " patterns; the rest is left out"
              : item instanceof ConfigNode.Scalar scalar
                  ? check(scalar.text())
                  : "expected a regular expression";
      if (wrong.isEmpty() && item instanceof ConfigNode.Scalar scalar) {
        patterns.add(scalar.text());
        if (isSlow(scalar.text())) {
          problems.accept(
              item.place()
                  + ": '"
                  + scalar.text()
                  + "' is used, and costs some 50 ns for each character that is logged, as nothing"
                  + " in it is rare: some letters, digits or signs that each match has one after the"
                  + " other make it cheap");
        }
      } else {
        problems.accept(item.place() + ": " + wrong);
      }
    }
    return List.copyOf(patterns);
  }

  private static boolean isSlow(String pattern) {
    List<List<CharSet>> factors = PatternFactors.of(pattern);
    return factors.isEmpty()
        || factors.stream().anyMatch(factor -> PatternFactors.bits(factor) < FEWEST_BITS);
  }

  /** What is wrong with it, or empty. */
  private static String check(String pattern) {
    if (pattern.isEmpty() || pattern.length() > LONGEST) {
      return "a pattern has 1 to " + LONGEST + " characters";
    }
    try {
      return Pattern.compile(pattern).matches("")
          ? "'" + pattern + "' matches nothing at all, and so everywhere"
          : "";
    } catch (PatternSyntaxException e) {
      return "'" + pattern + "' is no pattern of RE2: " + e.getMessage();
    }
  }
}
