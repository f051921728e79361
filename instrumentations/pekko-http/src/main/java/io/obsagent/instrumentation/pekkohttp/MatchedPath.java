// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import org.apache.pekko.http.scaladsl.model.Uri;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a request's path, put together while its directives match parts of it: texts that
 * stand in the application's matchers are told as they are, all else as {@code *}. So a route has
 * nothing in it that a client can choose.
 *
 * <p>A path is always what is left of another, so the number of characters that are left is a place
 * in it.
 */
final class MatchedPath {
  /** Parts that one matcher is made of, and levels of directives. */
  private static final int MAX = 64;

  /** What matchers have found since the last directive, on the thread that routes. */
  private static final ThreadLocal<Texts> FOUND = ThreadLocal.withInitial(Texts::new);

  private final int[] left = new int[MAX];
  private final String[] patterns = new String[MAX];
  private int size;
  private @Nullable String route;

  /** A matcher has found its own text at the beginning of a path. */
  static void text(Uri.Path path, Uri.Path rest) {
    int begin = path.charCount();
    FOUND.get().add(begin, beginning(path, begin - rest.charCount()));
  }

  /** The first characters of a path, as matchers see it: decoded. */
  private static String beginning(Uri.Path path, int length) {
    StringBuilder text = new StringBuilder();
    Uri.Path each = path;
    while (text.length() < length && !each.isEmpty()) {
      text.append(each.head());
      each = each.tail();
    }
    text.setLength(Math.min(length, text.length()));
    return text.toString();
  }

  /** Forgets what the thread's matchers have found. */
  static void forget() {
    FOUND.get().size = 0;
  }

  /** A directive goes on with the rest of a path. */
  synchronized void matched(Uri.Path path, Uri.Path rest) {
    Texts found = FOUND.get();
    int begin = path.charCount();
    int end = rest.charCount();
    if (end <= begin && path.dropChars(begin - end).equals(rest)) {
      keep(end, pattern(begin) + found.between(begin, end));
    }
    found.size = 0;
  }

  private String pattern(int charsLeft) {
    for (int i = size - 1; i >= 0; i--) {
      if (left[i] == charsLeft) {
        return patterns[i];
      }
    }
    return "";
  }

  private void keep(int charsLeft, String pattern) {
    if (charsLeft == 0) {
      route = pattern;
    }
    int i = 0;
    while (i < size && left[i] != charsLeft) {
      i++;
    }
    if (i < MAX) {
      left[i] = charsLeft;
      patterns[i] = pattern;
      size = Math.max(size, i + 1);
    }
  }

  /** The pattern of the whole path, or null where no directive has matched all of it. */
  synchronized @Nullable String route() {
    return route;
  }

  private static final class Texts {
    final int[] begins = new int[MAX];
    final String[] texts = new String[MAX];
    int size;

    /** What was found there or further on was of an alternative that did not match. */
    void add(int begin, String text) {
      while (size > 0 && begins[size - 1] <= begin) {
        size--;
      }
      if (size < MAX) {
        begins[size] = begin;
        texts[size++] = text;
      }
    }

    /** The pattern of a part of the path. */
    String between(int begin, int end) {
      StringBuilder pattern = new StringBuilder();
      int at = begin;
      boolean other = false;
      while (at > end) {
        String text = at(at, end);
        if (text != null) {
          pattern.append(text);
          at -= text.length();
          other = false;
        } else {
          if (!other) {
            pattern.append('*');
          }
          other = true;
          at--;
        }
      }
      return pattern.toString();
    }

    private @Nullable String at(int place, int end) {
      for (int i = 0; i < size; i++) {
        if (begins[i] == place && place - texts[i].length() >= end && !texts[i].isEmpty()) {
          return texts[i];
        }
      }
      return null;
    }
  }
}
