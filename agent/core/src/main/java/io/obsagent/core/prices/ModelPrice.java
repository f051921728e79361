// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model's tokens cost. Immutable.
 *
 * @param periods the first holds always; of those after it the last that holds does
 * @param tiers factors of the standard rates by service tier: {@code batch} 0.5
 */
public record ModelPrice(List<Period> periods, Map<String, Double> tiers) {
  /**
   * Rates that hold at some time.
   *
   * @param steps by the size of a call, ascending; the first holds from 0
   */
  record Period(When when, List<Step> steps) {
    Rates rates(long input) {
      Rates rates = steps.get(0).rates();
      for (Step step : steps) {
        if (input > step.above()) {
          rates = step.rates();
        }
      }
      return rates;
    }
  }

  /**
   * @param above a call of more input tokens is billed by these rates as a whole
   */
  record Step(long above, Rates rates) {}

  /**
   * When rates hold, in UTC: from a day on, or at some time of each day.
   *
   * @param fromSecond since the epoch
   * @param startMinute of the day
   * @param endMinute of the day, exclusive; before the start where it is of the next day
   */
  record When(long fromSecond, int startMinute, int endMinute) {
    static final int DAY = 24 * 60;
    static final When ALWAYS = new When(Long.MIN_VALUE, 0, DAY);

    boolean holds(long epochSecond) {
      int minute = (int) Math.floorMod(epochSecond / 60, (long) DAY);
      boolean inDay =
          startMinute <= endMinute
              ? minute >= startMinute && minute < endMinute
              : minute >= startMinute || minute < endMinute;
      return epochSecond >= fromSecond && inDay;
    }

    @Override
    public String toString() {
      return fromSecond != Long.MIN_VALUE
          ? "from "
              + Instant.ofEpochSecond(fromSecond).atOffset(ZoneOffset.UTC).toLocalDate()
              + ": "
          : endMinute - startMinute == DAY
              ? ""
              : "%02d:%02d to %02d:%02d UTC: "
                  .formatted(startMinute / 60, startMinute % 60, endMinute / 60, endMinute % 60);
    }
  }

  /**
   * @param tier of the service; empty or {@code standard} for what is usual
   * @return NaN for a tier whose price is not known
   */
  public double usd(Tokens tokens, String tier, long epochSecond) {
    double factor = factor(tier);
    Period now = periods.get(0);
    for (Period period : periods) {
      now = period.when().holds(epochSecond) ? period : now;
    }
    return factor * now.rates(tokens.count(TokenKind.INPUT)).usd(tokens);
  }

  private double factor(String tier) {
    return switch (tier) {
      case "", "standard", "default", "auto", "standard_only", "on_demand" -> 1;
      default -> tiers.getOrDefault(tier, Double.NaN);
    };
  }

  /** This with factors of tiers that it has none for. */
  ModelPrice orElse(Map<String, Double> general) {
    return tiers.isEmpty() ? new ModelPrice(periods, general) : this;
  }

  /** For people, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Period period : periods) {
      for (Step step : period.steps()) {
        String above =
            step.above() < 0 ? "" : "calls of more than " + step.above() + " input tokens: ";
        lines.add(period.when() + above + step.rates());
      }
    }
    new TreeMap<>(tiers)
        .forEach((tier, factor) -> lines.add("tier " + tier + ": × " + Rates.number(factor)));
    return lines;
  }
}
