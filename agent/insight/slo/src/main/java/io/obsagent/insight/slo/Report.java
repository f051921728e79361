// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.slo.CountRing.Sum;
import io.obsagent.insight.slo.Firing.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that there is to say about one budget at one instant. Immutable.
 *
 * @param burnRates by the names of the windows, {@code period} among them; NaN where nothing
 *     happened
 * @param history what was left of the budget at points of the period
 * @param excluded maintenance in the period
 */
record Report(
    Measured measured,
    Tally tally,
    Instant now,
    Attainment attainment,
    Map<String, Double> burnRates,
    Forecast.Projection projection,
    List<Episode> episodes,
    List<Incidents.Incident> incidents,
    List<Contributors.Contributor> worst,
    List<Contributors.Contributor> exceptions,
    List<Point> history,
    List<Maintenance> excluded) {
  private static final int WORST = 10;
  private static final int POINTS = 60;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(3));

  /** What was left of the budget, of which 1 is all. */
  record Point(Instant time, double remaining) {}

  static Report of(
      Measured measured,
      Tally tally,
      Instant now,
      Incidents incidents,
      List<Maintenance> maintenance) {
    Attainment attainment = Attainment.of(measured, tally, now);
    Objective objective = measured.objective();
    return new Report(
        measured,
        tally,
        now,
        attainment,
        burnRates(tally, attainment, now),
        projection(tally, attainment, now),
        incidents.firing().of(objective, tally.group()),
        incidents.of(objective, tally.group(), attainment.start(), now),
        measured.contributors().worst(now.toEpochMilli(), tally.group(), WORST),
        measured.exceptions().worst(now.toEpochMilli(), tally.group(), WORST),
        history(tally, attainment, now),
        maintenance.stream()
            .filter(each -> each.overlaps(attainment.start(), attainment.end()))
            .toList());
  }

  /** By the names of the windows, {@code period} among them; NaN where nothing happened. */
  static Map<String, Double> burnRates(Tally tally, Attainment attainment, Instant now) {
    double budget = attainment.objective().budget();
    Map<String, Double> burnRates = new LinkedHashMap<>();
    for (Duration window : WINDOWS) {
      double ratio = tally.window(now.toEpochMilli(), window).errorRatio();
      burnRates.put(BurnWindow.name(window), ratio / budget);
    }
    burnRates.put("period", attainment.sum().errorRatio() / budget);
    return burnRates;
  }

  Objective objective() {
    return measured.objective();
  }

  static Forecast.Projection projection(Tally tally, Attainment attainment, Instant now) {
    Objective objective = attainment.objective();
    boolean rolling = objective.period().isRolling();
    int hours = (int) Math.max(1, Duration.between(attainment.start(), now).toMillis() / HOUR);
    double[] totals = new double[hours];
    double[] bads = new double[hours];
    for (int i = 0; i < hours; i++) {
      // Slots of an hour that ends a whole number of hours ago, so that none counts twice.
      long last = tally.slotOf(now.toEpochMilli() - (hours - 1L - i) * HOUR);
      long first = tally.slotOf(now.toEpochMilli() - (hours - (long) i) * HOUR) + 1;
      for (long slot = first; slot <= last; slot++) {
        Sum sum = tally.slot(slot);
        totals[i] += sum.total();
        bads[i] += sum.bad();
      }
    }
    long horizon =
        rolling
            ? objective.period().length().toMillis()
            : Duration.between(now, attainment.end()).toMillis();
    return new Forecast(
            totals,
            bads,
            objective.budget(),
            rolling,
            (int) Math.max(1, horizon / HOUR),
            Burning.of(objective, tally, now))
        .project();
  }

  /** The budget as it was spent, by what has happened until now. */
  private static List<Point> history(Tally tally, Attainment attainment, Instant now) {
    List<Point> points = new ArrayList<>();
    long first = tally.oldestObserved();
    long from =
        Math.max(
            attainment.start().toEpochMilli(),
            first == Long.MIN_VALUE ? 0 : first * tally.slotMillis());
    long length = now.toEpochMilli() - from;
    double allowed = attainment.allowed();
    long bad = 0;
    long slot = Math.floorDiv(from, tally.slotMillis());
    for (int i = 1; i <= POINTS; i++) {
      Instant time = Instant.ofEpochMilli(from + length * i / POINTS);
      for (; slot <= tally.slotOf(time.toEpochMilli()); slot++) {
        bad += tally.slot(slot).bad();
      }
      points.add(new Point(time, allowed == 0 ? 1 : 1 - bad / allowed));
    }
    return points;
  }

  /** Times of the whole period in which nothing may be right, minutes. */
  double budgetMinutes() {
    return objective().period().whole(now).toMillis() / 60_000.0 * objective().budget();
  }
}
