// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import io.obsagent.core.prices.ModelPrice.Period;
import io.obsagent.core.prices.ModelPrice.Step;
import io.obsagent.core.prices.ModelPrice.When;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prices as they are written, in the shipped table and by users alike:
 *
 * <pre>
 * 2.5/15                                  input/output
 * 2.5/15/0.25/3 output_audio=20           … /cache_read/cache_write, then kinds by name
 * 2.5/15 >272000 5/22.5                   other rates for calls of more input tokens
 * 0.75/3.75 @2027-01-01 1.5/7.5           other rates from a day on
 * 0.14/0.28 @16:30-00:30 0.07/0.14        other rates at some time of the day, in UTC
 * 2.5/15 batch=0.5 priority=2             factors of service tiers
 * </pre>
 */
final class PriceSyntax {
  private static final int MAX_WORDS = 64;

  private final List<Period> periods = new ArrayList<>();
  private final Map<String, Double> tiers = new TreeMap<>();
  private List<Step> steps = new ArrayList<>();
  private When when = When.ALWAYS;
  private long above = -1;
  private @Nullable Rates rates;

  private PriceSyntax() {}

  /**
   * @throws IllegalArgumentException with what was expected
   */
  static ModelPrice parse(String text) {
    PriceSyntax syntax = new PriceSyntax();
    String[] words = text.trim().split("\\s+", MAX_WORDS);
    for (String word : words) {
      syntax.take(word);
    }
    syntax.endPeriod();
    return new ModelPrice(List.copyOf(syntax.periods), Map.copyOf(syntax.tiers));
  }

  /** Factors alone: {@code batch=0.5 flex=0.5}. */
  static Map<String, Double> tiers(String text) {
    Map<String, Double> tiers = new TreeMap<>();
    for (String word : text.trim().split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        tiers.put(word.substring(0, equals), Rates.amount(word.substring(equals + 1)));
      }
    }
    return Map.copyOf(tiers);
  }

  private void take(String word) {
    if (word.startsWith(">")) {
      endStep();
      above = (long) Rates.amount(word.substring(1));
    } else if (word.startsWith("@")) {
      endPeriod();
      when = when(word.substring(1));
    } else if (word.indexOf('=') > 0) {
      name(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    } else if (rates != null) {
      throw new IllegalArgumentException(Rates.EXPECTED);
    } else {
      rates = Rates.parse(word);
    }
  }

  private void name(String name, String value) {
    double amount = Rates.amount(value);
    for (TokenKind kind : TokenKind.ALL) {
      if (kind.word().equals(name)) {
        if (rates == null) {
          throw new IllegalArgumentException(Rates.EXPECTED);
        }
        rates = rates.with(kind, amount);
        return;
      }
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "batch", "flex", "priority" -> tiers.put(name.toLowerCase(Locale.ROOT), amount);
      default ->
          throw new IllegalArgumentException(
              "expected a kind of tokens (cache_write_1h, reasoning, input_audio …) or a tier"
                  + " (batch, flex, priority), not '"
                  + name
                  + "'");
    }
  }

  private void endStep() {
    if (rates == null) {
      throw new IllegalArgumentException(Rates.EXPECTED);
    }
    steps.add(new Step(above, rates));
    rates = null;
  }

  private void endPeriod() {
    endStep();
    periods.add(new Period(when, List.copyOf(steps)));
    steps = new ArrayList<>();
    above = -1;
  }

  private static When when(String text) {
    try {
      int dash = text.indexOf('-');
      if (text.indexOf(':') > 0 && dash > 0) {
        return new When(
            Long.MIN_VALUE, minute(text.substring(0, dash)), minute(text.substring(dash + 1)));
      }
      LocalDate day = LocalDate.parse(text);
      return new When(day.atStartOfDay().toEpochSecond(ZoneOffset.UTC), 0, When.DAY);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected @2027-01-01 or @16:30-00:30, in UTC", e);
    }
  }

  private static int minute(String text) {
    LocalTime time = LocalTime.parse(text);
    return time.getHour() * 60 + time.getMinute();
  }
}
