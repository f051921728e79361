// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.util.Arrays;
import java.util.Locale;

/** USD per million tokens, by kind. Immutable. */
final class Rates {
  private static final double MILLION = 1e6;
  private static final String NONE = "-";
  static final String EXPECTED =
      "expected USD per million tokens as input/output or input/output/cache_read/cache_write";

  /** NaN for a kind that has none. */
  private final double[] rates;

  private Rates(double[] rates) {
    this.rates = rates;
  }

  /**
   * @param text {@code 2.5/15/0.25/-}; input and output at least
   * @throws IllegalArgumentException with what was expected
   */
  static Rates parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 4) {
      throw new IllegalArgumentException(EXPECTED);
    }
    double[] rates = new double[TokenKind.ALL.length];
    Arrays.fill(rates, Double.NaN);
    for (int i = 0; i < parts.length; i++) {
      rates[i] = i >= 2 && parts[i].equals(NONE) ? Double.NaN : amount(parts[i]);
    }
    return new Rates(rates);
  }

  Rates with(TokenKind kind, double rate) {
    double[] more = rates.clone();
    more[kind.ordinal()] = rate;
    return new Rates(more);
  }

  /** A rate, or a factor of one: none is negative, or beyond a million. */
  static double amount(String text) {
    double amount;
    try {
      amount = Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
    if (!(amount >= 0 && amount <= MILLION)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return amount;
  }

  double rate(TokenKind kind) {
    double own = rates[kind.ordinal()];
    return Double.isNaN(own) && kind.whole != kind ? rate(kind.whole) : own;
  }

  /** Whether the kind is billed otherwise than what it is a part of. */
  boolean hasOwn(TokenKind kind) {
    return !Double.isNaN(rates[kind.ordinal()]);
  }

  double usd(Tokens tokens) {
    double sum = 0;
    for (TokenKind kind : TokenKind.ALL) {
      long rest = tokens.count(kind);
      if (rest > 0) {
        for (TokenKind part : TokenKind.ALL) {
          rest -= part.whole == kind && part != kind ? Math.max(0, tokens.count(part)) : 0;
        }
        sum += Math.max(0, rest) * rate(kind);
      }
    }
    return sum / MILLION;
  }

  /** For people: {@code input 2.5, output 15, cache_read 0.25}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (TokenKind kind : TokenKind.ALL) {
      if (hasOwn(kind)) {
        text.append(text.length() == 0 ? "" : ", ").append(kind.word()).append(' ');
        text.append(number(rate(kind)));
      }
    }
    return text.toString();
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Rates that && Arrays.equals(rates, that.rates);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rates);
  }
}
