// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sampling;

import io.obsagent.core.config.CommaList;
import java.util.List;

/**
 * Path patterns: {@code *} stands for any characters but a slash, {@code **} for any at all, and a
 * final {@code /**} also for nothing. Immutable.
 */
public final class PathGlobs {
  /** Of a longer path only the beginning is looked at: matching must stay cheap for anyone. */
  private static final int MAX_PATH = 1_024;

  private final String[] patterns;

  private PathGlobs(String[] patterns) {
    this.patterns = patterns;
  }

  static PathGlobs parse(String text) {
    List<String> items = CommaList.parse(text);
    for (String item : items) {
      if (!item.startsWith("/") && !item.startsWith("*")) {
        throw new IllegalArgumentException("expected paths that start with /, not '" + item + "'");
      }
    }
    return new PathGlobs(items.toArray(new String[0]));
  }

  boolean matches(String path) {
    for (String pattern : patterns) {
      if (matches(pattern, path)) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(String pattern, String path) {
    int patternEnd = pattern.length();
    int pathEnd = Math.min(path.length(), MAX_PATH);
    if (pattern.endsWith("/**")) {
      int prefix = patternEnd - 3;
      if (pattern.indexOf('*') == prefix + 1) {
        return path.regionMatches(0, pattern, 0, prefix)
            && (pathEnd == prefix || path.charAt(prefix) == '/');
      }
      if (match(pattern, patternEnd - 3, path, pathEnd)) {
        return true;
      }
    }
    return match(pattern, patternEnd, path, pathEnd);
  }

  /** Greedy with one point of return for each kind of star: no recursion, no exponential case. */
  private static boolean match(String pattern, int patternEnd, String path, int pathEnd) {
    int p = 0;
    int i = 0;
    int star = -1;
    int starAt = 0;
    int doubleStar = -1;
    int doubleStarAt = 0;
    while (i < pathEnd) {
      if (p < patternEnd && pattern.charAt(p) == '*') {
        if (p + 1 < patternEnd && pattern.charAt(p + 1) == '*') {
          p += 2;
          doubleStar = p;
          doubleStarAt = i;
          star = -1;
        } else {
          star = ++p;
          starAt = i;
        }
      } else if (p < patternEnd && pattern.charAt(p) == path.charAt(i)) {
        p++;
        i++;
      } else if (star >= 0 && path.charAt(starAt) != '/') {
        i = ++starAt;
        p = star;
      } else if (doubleStar >= 0) {
        i = ++doubleStarAt;
        p = doubleStar;
        star = -1;
      } else {
        return false;
      }
    }
    while (p < patternEnd && pattern.charAt(p) == '*') {
      p++;
    }
    return p == patternEnd;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof PathGlobs globs && List.of(patterns).equals(List.of(globs.patterns));
  }

  @Override
  public int hashCode() {
    return List.of(patterns).hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", patterns);
  }
}
