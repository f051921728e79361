// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import java.util.Arrays;

/** How often something was in each five minutes of the last day. Not thread-safe. */
final class Trend {
  static final long STEP_MILLIS = 300_000;
  static final int STEPS = 288;

  private final int[] counts = new int[STEPS];

  /** Of the newest count. */
  private long newest = -1;

  void add(long epochMillis) {
    long step = epochMillis / STEP_MILLIS;
    forward(step);
    if (newest - step < STEPS) {
      counts[(int) (step % STEPS)]++;
    }
  }

  private void forward(long step) {
    if (step - newest >= STEPS) {
      Arrays.fill(counts, 0);
      newest = step;
    }
    while (newest < step) {
      newest++;
      counts[(int) (newest % STEPS)] = 0;
    }
  }

  /**
   * The counts of the last steps, oldest first.
   *
   * @param steps 1–{@value #STEPS}
   */
  int[] last(long epochMillis, int steps) {
    forward(Math.max(newest, epochMillis / STEP_MILLIS));
    int[] last = new int[steps];
    for (int i = 0; i < steps; i++) {
      last[i] = counts[(int) Math.floorMod(newest - steps + 1 + i, (long) STEPS)];
    }
    return last;
  }
}
