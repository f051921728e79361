// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

/** Limits of what one span may hold. */
public final class Bounds {
  /** Of names and words that come from outside, in characters. */
  public static final int MAX_NAME = 128;

  static final int SPANS_PER_TRACE = 500;
  static final int ATTRIBUTES = 128;
  static final int EVENTS = 64;
  public static final int LINKS = 32;
  static final int VALUE_CHARS = 4_096;

  /** How long after a span's end new ones may become its children: five minutes. */
  static final long AFTERLIFE_NANOS = 300_000_000_000L;

  private Bounds() {}

  public static String value(String text) {
    return cut(text, VALUE_CHARS);
  }

  /** The text's beginning, never half a surrogate pair. */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }
}
