// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.concurrent.TimeUnit;

/**
 * How many records a second are worth being made: once those that take them cannot follow, as many
 * as they have taken, so that what would be dropped in the end costs neither the application's
 * threads nor the agent's. A quarter more is tried each second that all were taken. For one thread.
 */
public final class Demand {
  /** All. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Never fewer: the memory wants them, too. */
  static final int LEAST = 10_000;

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  private long since;
  private long taken;
  private long refused;
  private int rate = UNBOUNDED;

  /**
   * @param nanos now, as {@link System#nanoTime}
   */
  public Demand(long nanos) {
    this.since = nanos;
  }

  /** One more was taken, or one had to go. */
  public void count(boolean wasTaken) {
    if (wasTaken) {
      taken++;
    } else {
      refused++;
    }
  }

  /**
   * As it is from now on.
   *
   * @param nanos now, as {@link System#nanoTime}
   */
  public int rate(long nanos) {
    long period = nanos - since;
    if (period >= PERIOD) {
      if (refused > 0) {
        rate = (int) Math.max(LEAST, Math.min(UNBOUNDED, taken * (double) PERIOD / period));
      } else if (rate != UNBOUNDED) {
        rate = (int) Math.min(UNBOUNDED, rate * 5L / 4);
      }
      since = nanos;
      taken = 0;
      refused = 0;
    }
    return rate;
  }
}
