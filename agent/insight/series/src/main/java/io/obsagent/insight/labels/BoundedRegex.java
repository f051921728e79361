// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.labels;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles regular expressions that come from outside. RE2 matches in linear time, but it unrolls
 * repetitions: {@code ((a{1000}){1000}){1000}} would take all memory before the first match.
 */
public final class BoundedRegex {
  static final int MAX_LENGTH = 20_000;
  private static final int MAX_DEPTH = 500;
  private static final long MAX_SIZE = 100_000;

  private BoundedRegex() {}

  /**
   * The pattern, anchored at both ends, in which {@code .} matches a newline.
   *
   * @throws PatternSyntaxException if it is no regular expression, or one that is too large
   */
  public static Pattern compile(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new PatternSyntaxException("expression too large", regex.substring(0, 20) + "...");
    }
    checkSize(regex);
    return Pattern.compile("^(?s:" + regex + ")$");
  }

  /** Estimates the size with repetitions unrolled; only what RE2 accepts has to be exact. */
  private static void checkSize(String regex) {
    Deque<Long> outer = new ArrayDeque<>();
    long group = 0;
    long atom = 0;
    int i = 0;
    while (i < regex.length()) {
      char c = regex.charAt(i);
      int end = i + 1;
      if (c == '(') {
        outer.push(group + atom);
        group = 0;
        atom = 0;
        if (outer.size() > MAX_DEPTH) {
          throw new PatternSyntaxException("expression nests too deeply", regex);
        }
      } else if (c == ')' && !outer.isEmpty()) {
        atom = group + atom + 2;
        group = outer.pop();
      } else if (c == '{' && repetitions(regex, i) >= 0) {
        atom *= Math.max(1, repetitions(regex, i));
        end = regex.indexOf('}', i) + 1;
      } else {
        end = atomEnd(regex, i);
        group += atom;
        atom = end - i;
      }
      if (group + atom > MAX_SIZE) {
        throw new PatternSyntaxException("expression too large", regex);
      }
      i = end;
    }
  }

  private static int atomEnd(String regex, int at) {
    char c = regex.charAt(at);
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at);
      return end < 0 ? regex.length() : end + 2;
    }
    if (c == '\\') {
      return Math.min(regex.length(), at + 2);
    }
    if (c != '[') {
      return at + 1;
    }
    int end = at + (regex.startsWith("[^", at) ? 3 : 2);
    while (end < regex.length() && regex.charAt(end) != ']') {
      boolean named = regex.startsWith("[:", end) && regex.indexOf(":]", end) > 0;
      end = named ? regex.indexOf(":]", end) + 2 : end + (regex.charAt(end) == '\\' ? 2 : 1);
    }
    return Math.min(regex.length(), end + 1);
  }

  /** The larger count of {@code {n,m}}, or −1 if the brace is no repetition. */
  private static long repetitions(String regex, int brace) {
    long most = 0;
    long number = 0;
    for (int i = brace + 1; i < regex.length() && number <= 10_000; i++) {
      char c = regex.charAt(i);
      if (c == '}') {
        return i == brace + 1 ? -1 : Math.max(most, number);
      }
      if (c == ',') {
        most = number;
        number = 0;
      } else if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
      } else {
        return -1;
      }
    }
    return -1;
  }
}
