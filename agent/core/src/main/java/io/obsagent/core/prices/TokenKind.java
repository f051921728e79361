// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.util.Locale;

/**
 * Tokens that may have a rate of their own. Each kind but the first two is a part of another, which
 * is billed without it; a kind that has no rate is billed as what it is a part of.
 */
public enum TokenKind {
  INPUT(null),
  OUTPUT(null),
  CACHE_READ(INPUT),
  CACHE_WRITE(INPUT),
  CACHE_WRITE_1H(CACHE_WRITE),
  REASONING(OUTPUT),
  INPUT_AUDIO(INPUT),
  CACHE_READ_AUDIO(CACHE_READ),
  OUTPUT_AUDIO(OUTPUT),
  INPUT_IMAGE(INPUT),
  CACHE_READ_IMAGE(CACHE_READ),
  OUTPUT_IMAGE(OUTPUT);

  static final TokenKind[] ALL = values();

  final TokenKind whole;

  TokenKind(@org.jspecify.annotations.Nullable TokenKind whole) {
    this.whole = whole == null ? this : whole;
  }

  /** The whole that it is a part of; itself for a whole. */
  public TokenKind whole() {
    return whole;
  }

  /** As prices and commands spell it: {@code cache_read}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
