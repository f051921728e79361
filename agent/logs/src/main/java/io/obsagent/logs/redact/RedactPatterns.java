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
 * they say and whatever is logged. Immutable.
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

  private final List<Pattern> patterns = new ArrayList<>();

  RedactPatterns(List<String> patterns) {
    patterns.forEach(pattern -> this.patterns.add(Pattern.compile(pattern)));
  }

  @Override
  public String apply(String text) {
    String safe = text;
    for (Pattern pattern : patterns) {
      safe = pattern.matcher(safe).replaceAll(Redaction.REDACTED);
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
      } else {
        problems.accept(item.place() + ": " + wrong);
      }
    }
    return List.copyOf(patterns);
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
