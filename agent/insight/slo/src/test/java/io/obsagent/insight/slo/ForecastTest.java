// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Judges forecasts by made-up histories of which it is known when the budget is spent, beside the
 * formula that is usual: what is left of the budget, times the window, by the burn rate of the last
 * hours.
 */
class ForecastTest {
  private static final int WINDOW = 28 * 24;
  private static final int HORIZON = WINDOW;
  private static final double BUDGET = 0.001;
  private static final int TRACES = 120;

  /** How errors come. */
  private enum Shape {
    CONSTANT,
    /** By the hour of the day. */
    DAILY,
    /** Rarely, for some hours, many. */
    BURSTS,
    /** More and more. */
    RAMP,
    /** An outage some hours ago that is over, above a low level. */
    OVER,
    /** An outage long ago, which leaves the window soon, and more errors since three days. */
    AGEING;

    double ratio(int hour, int now, double level, boolean[] bursts) {
      return switch (this) {
        case CONSTANT -> level;
        case DAILY -> level * (1 + 0.95 * Math.sin(2 * Math.PI * hour / 24.0));
        case BURSTS -> bursts[hour] ? 12 * level : 0.1 * level;
        case RAMP -> level * Math.max(0.1, 1 + (hour - now) / 48.0);
        case OVER -> hour >= now - 8 && hour < now - 2 ? 40 * level : 0.6 * level;
        case AGEING ->
            hour >= now - WINDOW + 30 && hour < now - WINDOW + 40
                ? 20 * BUDGET
                : hour < now - 72 ? 0.45 * BUDGET : level;
      };
    }
  }

  /** Relative error, and whether the truth lay within the interval. */
  private static final class Score {
    double ours;
    double lastHour;
    double lastHours;
    int within;
    int count;
    int cases;
  }

  private static double[] events(double[] ratios, double[] totals, Random random) {
    double[] bads = new double[ratios.length];
    for (int i = 0; i < bads.length; i++) {
      double mean = Math.min(1, ratios[i]) * totals[i];
      bads[i] = Math.max(0, Math.round(mean + random.nextGaussian() * Math.sqrt(mean)));
    }
    return bads;
  }

  /** Hours until the window that ends then holds more than the budget; the horizon if never. */
  private static double truth(double[] totals, double[] bads, int now) {
    double before = 0;
    for (int end = now; end <= now + HORIZON; end++) {
      double over = 0;
      for (int hour = end - WINDOW; hour < end; hour++) {
        over += bads[hour] - BUDGET * totals[hour];
      }
      if (over > 0) {
        return end == now ? 0 : end - 1 - now + -before / (over - before);
      }
      before = over;
    }
    return HORIZON;
  }

  private static double formula(double[] totals, double[] bads, int last) {
    double bad = 0;
    double total = 0;
    double recentBad = 0;
    double recentTotal = 0;
    for (int i = 0; i < totals.length; i++) {
      bad += bads[i];
      total += totals[i];
      if (i >= totals.length - last) {
        recentBad += bads[i];
        recentTotal += totals[i];
      }
    }
    double left = 1 - bad / (BUDGET * total);
    double burn = recentBad / recentTotal / BUDGET;
    return burn == 0 ? HORIZON : Math.min(HORIZON, left * WINDOW / burn);
  }

  private static Map<Shape, Score> judge() {
    Map<Shape, Score> scores = new EnumMap<>(Shape.class);
    Random random = new Random(7);
    for (Shape shape : Shape.values()) {
      Score score = new Score();
      while (score.count < TRACES) {
        assertThat(score.cases).isLessThan(100 * TRACES);
        trace(shape, score, random);
      }
      scores.put(shape, score);
    }
    return scores;
  }

  private static void trace(Shape shape, Score score, Random random) {
    int now = WINDOW;
    int length = now + HORIZON;
    double level = BUDGET * (0.9 + 1.6 * random.nextDouble());
    int began = now - 24 * (3 + random.nextInt(10));
    boolean[] bursts = new boolean[length];
    for (int hour = 0; hour < length; ) {
      hour += 4 + random.nextInt(40);
      for (int end = Math.min(length, hour + 1 + random.nextInt(4)); hour < end; hour++) {
        bursts[hour] = true;
      }
    }
    double[] totals = new double[length];
    double[] ratios = new double[length];
    for (int hour = 0; hour < length; hour++) {
      totals[hour] = Math.round(20_000 * (1 + 0.6 * Math.sin(2 * Math.PI * (hour - 6) / 24.0)));
      boolean quiet = hour < began && shape != Shape.AGEING;
      ratios[hour] = quiet ? 0.1 * BUDGET : shape.ratio(hour, now, level, bursts);
    }
    double[] bads = events(ratios, totals, random);
    double truth = truth(totals, bads, now);
    score.cases++;
    if (truth < 2) {
      return;
    }
    double[] seenTotals = Arrays.copyOf(totals, now);
    double[] seenBads = Arrays.copyOf(bads, now);
    Forecast.Projection projection =
        new Forecast(seenTotals, seenBads, BUDGET, true, HORIZON, null).project();
    score.count++;
    score.ours += error(Math.min(HORIZON, projection.hours()), truth);
    score.lastHour += error(formula(seenTotals, seenBads, 1), truth);
    score.lastHours += error(formula(seenTotals, seenBads, 6), truth);
    double high = Math.min(HORIZON, projection.high());
    boolean never = truth >= HORIZON;
    if (projection.low() <= truth && (truth <= high || never && high >= HORIZON)) {
      score.within++;
    }
  }

  /** Bounded, so that one trace does not outweigh all others. */
  private static double error(double found, double truth) {
    return Math.min(3, Math.abs(found - truth) / truth);
  }

  @Test
  void exhaustionIsForetoldBetterThanByTheFormulaOfAConstantBurn() {
    Map<Shape, Score> scores = judge();
    List<String> table = new ArrayList<>();
    scores.forEach(
        (shape, score) ->
            table.add(
                String.format(
                    Locale.ROOT,
                    "%-9s error %.3f, formula of 1h %.3f, of 6h %.3f, within the interval %.0f %%"
                        + " of %d",
                    shape,
                    score.ours / score.count,
                    score.lastHour / score.count,
                    score.lastHours / score.count,
                    100.0 * score.within / score.count,
                    score.count)));
    System.out.println("[forecast] " + String.join("\n[forecast] ", table));
    scores.forEach(
        (shape, score) -> {
          if (shape != Shape.CONSTANT) {
            assertThat(score.ours)
                .as(table.toString())
                .isLessThan(Math.min(score.lastHour, score.lastHours));
          }
          assertThat(score.within / (double) score.count).as(table.toString()).isGreaterThan(0.75);
        });
    double within = scores.values().stream().mapToInt(score -> score.within).sum();
    assertThat(within / (TRACES * scores.size())).as(table.toString()).isGreaterThan(0.85);
  }

  @Test
  void whatIsSpentIsSpentNowAndWhatIsNeverSpentHasNoEnd() {
    double[] totals = new double[WINDOW];
    Arrays.fill(totals, 1000);
    double[] bads = new double[WINDOW];
    assertThat(new Forecast(totals, bads, BUDGET, true, HORIZON, null).project().hours())
        .isInfinite();
    Arrays.fill(bads, 2);
    assertThat(new Forecast(totals, bads, BUDGET, true, HORIZON, null).project().hours()).isZero();
    double[] none = new double[WINDOW];
    assertThat(new Forecast(none, none, BUDGET, true, HORIZON, null).project())
        .isEqualTo(
            new Forecast.Projection(
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                "0h"));
  }

  /** An outage has begun some minutes ago, and goes on; its errors are no even stream. */
  @Test
  void whileAPageSaysSoItIsToldWhatComesIfItGoesOn() {
    Objective objective = Shop.objective("{name: shop, target: 99.9}");
    Random random = new Random(11);
    double ours = 0;
    double formula = 0;
    int within = 0;
    int traces = 60;
    for (int trace = 0; trace < traces; trace++) {
      Tally tally = new Tally(Labels.EMPTY, objective.period(), Shop.INTERVAL);
      long now = Shop.START.toEpochMilli();
      int step = 300_000; // four days of history, coarsely; the last hour as it is read
      for (int i = 0; i < 4 * 288; i++) {
        now += step;
        tally.add(now, 20_000, random.nextInt(4));
      }
      double share = 0.08 + 0.05 * random.nextDouble();
      int began = 60 + random.nextInt(60);
      for (int i = 0; i < 240; i++) {
        now = burn(tally, now, i >= 240 - began ? share : 0.0001, random);
      }
      Instant at = Instant.ofEpochMilli(now);
      Forecast.Projection projection = Report.projection(tally, attained(objective, tally, at), at);
      double burn = tally.window(now, Duration.ofHours(1)).errorRatio() / objective.budget();
      double left = attained(objective, tally, at).remaining();
      double usual = left * objective.period().length().toHours() / burn;
      assertThat(projection.basis()).isIn("5m", "30m");
      long end = now;
      while (attained(objective, tally, Instant.ofEpochMilli(end)).remaining() >= 0) {
        end = burn(tally, end, share, random);
      }
      double truth = (end - now) / 3_600_000.0;
      ours += error(projection.hours(), truth) / traces;
      formula += error(usual, truth) / traces;
      within += projection.low() <= truth && truth <= projection.high() ? 1 : 0;
    }
    String found =
        "error " + ours + ", formula " + formula + ", within " + within + " of " + traces;
    System.out.println("[forecast] BURNING   " + found);
    assertThat(ours).as(found).isLessThan(formula / 2);
    assertThat(within).as(found).isGreaterThan(traces * 3 / 4);
  }

  private static Attainment attained(Objective objective, Tally tally, Instant at) {
    return Attainment.of(objective, tally, at);
  }

  private static long burn(Tally tally, long before, double share, Random random) {
    long now = before + Shop.INTERVAL.toMillis();
    double uneven = share * (0.5 + random.nextDouble());
    tally.add(now, 1000, Math.min(1000, Math.round(1000 * uneven)));
    return now;
  }
}
