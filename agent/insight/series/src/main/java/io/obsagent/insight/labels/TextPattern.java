// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The regular expressions that most matchers have, {@code a|b}, {@code 5..} and {@code fail.*}:
 * alternatives of plain characters, {@code .}, {@code .*} and {@code .+}. They are compared without
 * RE2, whose tables alone take 150 KiB, and with the same result. Immutable and thread-safe.
 */
final class TextPattern {
  /** One character of those that have no meaning in a regular expression. */
  private static final String PLAIN = " !\"#%&',-/:;<=>@_`~";

  private final List<String> alternatives;

  private TextPattern(List<String> alternatives) {
    this.alternatives = alternatives;
  }

  /** The pattern, anchored at both ends; null for what has more to it. */
  static @Nullable TextPattern of(String regex) {
    if (regex.length() > BoundedRegex.MAX_LENGTH) {
      return null;
    }
    List<String> alternatives = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '|') {
        alternatives.add(regex.substring(start, i));
        start = i + 1;
      } else if (c == '*' || c == '+') {
        if (i == start || regex.charAt(i - 1) != '.') {
          return null;
        }
      } else if (c != '.' && !isPlain(c)) {
        return null;
      }
    }
    alternatives.add(regex.substring(start));
    return new TextPattern(List.copyOf(alternatives));
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || PLAIN.indexOf(c) >= 0;
  }

  boolean matches(String text) {
    for (String alternative : alternatives) {
      if (matches(alternative, text)) {
        return true;
      }
    }
    return false;
  }

  /** Goes back to the last {@code .*} only, so it takes no longer than the product of lengths. */
  private static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int restart = -1;
    int restartText = 0;
    while (t < text.length() || p < pattern.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '.') {
        char many = p + 1 < pattern.length() ? pattern.charAt(p + 1) : '.';
        if (many == '*') {
          p += 2;
          restart = p;
          restartText = t;
          continue;
        }
        if (t < text.length()) {
          t += Character.charCount(text.codePointAt(t));
          // After its first character, .+ is .*
          if (many == '+') {
            p += 2;
            restart = p;
            restartText = t;
          } else {
            p++;
          }
          continue;
        }
      } else if (p < pattern.length() && t < text.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
        continue;
      }
      if (restart < 0 || restartText >= text.length()) {
        return false;
      }
      restartText += Character.charCount(text.codePointAt(restartText));
      p = restart;
      t = restartText;
    }
    return true;
  }
}
