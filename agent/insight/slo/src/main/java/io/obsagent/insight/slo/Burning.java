// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.slo.CountRing.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What happens while the budget burns so fast that somebody is called: the share of bad events, and
 * how many events come. Immutable.
 *
 * @param window the shorter one of the page
 * @param slots what has happened within it, in parts
 */
record Burning(Duration window, List<Sum> slots) {
  private static final double HOUR = Duration.ofHours(1).toMillis();

  /** Null while no page says so. */
  static @Nullable Burning of(Objective objective, Tally tally, Instant now) {
    long at = now.toEpochMilli();
    for (BurnWindow window : BurnWindow.of(objective)) {
      double limit = window.factor() * objective.budget();
      Sum longer = tally.window(at, window.longer());
      if (window.page()
          && longer.total() >= Math.max(1, objective.minEvents())
          && longer.errorRatio() > limit
          && tally.window(at, window.shorter()).errorRatio() > limit) {
        return new Burning(window.shorter(), tally.parts(at, window.shorter()));
      }
    }
    return null;
  }

  private Sum sum() {
    long total = 0;
    long bad = 0;
    for (Sum slot : slots) {
      total += slot.total();
      bad += slot.bad();
    }
    return new Sum(total, bad, 0);
  }

  double ratio() {
    return sum().errorRatio();
  }

  double eventsPerHour() {
    return sum().total() * HOUR / window.toMillis();
  }

  /** A share as it might come: of parts as they might have been, drawn again. */
  double draw(SplittableRandom random) {
    Sum[] might = new Sum[slots.size()];
    for (int i = 0; i < might.length; i++) {
      might[i] = slots.get(random.nextInt(might.length));
    }
    double total = 0;
    double bad = 0;
    for (int i = 0; i < might.length; i++) {
      Sum slot = might[random.nextInt(might.length)];
      total += slot.total();
      bad += slot.bad();
    }
    return total == 0 ? ratio() : bad / total;
  }
}
