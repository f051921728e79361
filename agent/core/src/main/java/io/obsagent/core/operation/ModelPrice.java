// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost, in USD per million. Cached tokens are a part of the input and have
 * prices of their own; reasoning is a part of the output, at its price.
 *
 * @param above input tokens beyond which the whole call is priced by {@code beyond}
 * @param beyond null where a long call costs no more a token
 */
record ModelPrice(
    double input,
    double output,
    double cacheRead,
    double cacheWrite,
    long above,
    @Nullable ModelPrice beyond) {
  private static final double MILLION = 1e6;
  private static final String NONE = "-";
  private static final String EXPECTED =
      "expected USD per million tokens as input/output or input/output/cache_read/cache_write";

  /**
   * Reads {@code 2.5/15/0.25/-}, with {@code >272000 5/22.5/0.5/-} after it where there is more.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static ModelPrice parse(String text) {
    int more = text.indexOf('>');
    if (more < 0) {
      return parse(text.trim(), 0, null);
    }
    String rest = text.substring(more + 1).trim();
    int blank = rest.indexOf(' ');
    if (blank < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    ModelPrice beyond = parse(rest.substring(blank).trim(), 0, null);
    return parse(text.substring(0, more).trim(), (long) amount(rest.substring(0, blank)), beyond);
  }

  private static ModelPrice parse(String text, long above, @Nullable ModelPrice beyond) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 4) {
      throw new IllegalArgumentException(EXPECTED);
    }
    double input = amount(parts[0]);
    return new ModelPrice(
        input,
        amount(parts[1]),
        parts.length < 3 || parts[2].equals(NONE) ? input : amount(parts[2]),
        parts.length < 4 || parts[3].equals(NONE) ? input : amount(parts[3]),
        above,
        beyond);
  }

  private static double amount(String text) {
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

  /** What a call costs in USD; tokens that nobody told of count as none. */
  double usd(GenAiUsage usage) {
    if (beyond != null && usage.input() > above) {
      return beyond.usd(usage);
    }
    long read = Math.max(0, usage.cacheRead());
    long written = Math.max(0, usage.cacheWrite());
    long fresh = Math.max(0, usage.input() - read - written);
    return (fresh * input
            + read * cacheRead
            + written * cacheWrite
            + Math.max(0, usage.output()) * output)
        / MILLION;
  }
}
