// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A clock that never goes back. It shows what the system's clock shows; when that is set back, it
 * goes on from where it was by the monotonic timer, ahead of the system's clock until that has
 * caught up. Series only grow at their end, and each wait of alerting is a difference of two of its
 * times: with the system's clock alone, an hour set back would be an hour of silence. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
  private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

  private final InstantSource system;
  private final LongSupplier nanoTime;
  private final Consumer<String> warn;
  private Instant last;
  private long lastNanos;
  private boolean told;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param warn takes one line when the clock was set back by more than two seconds
   */
  SteadyClock(InstantSource system, LongSupplier nanoTime, Consumer<String> warn) {
    this.system = system;
    this.nanoTime = nanoTime;
    this.warn = warn;
    last = system.instant();
    lastNanos = nanoTime.getAsLong();
  }

  public static SteadyClock system(Consumer<String> warn) {
    return new SteadyClock(InstantSource.system(), System::nanoTime, warn);
  }

  @Override
  public synchronized Instant instant() {
    Instant shown = system.instant();
    long nanos = nanoTime.getAsLong();
    // What has passed for certain; the timer and the clock drift a little against each other.
    Instant passed = last.plusNanos(Math.max(0, nanos - lastNanos));
    lastNanos = nanos;
    Duration behind = Duration.between(shown, passed);
    if (behind.compareTo(WORTH_TELLING) < 0) {
      told = false;
      last = shown.isAfter(last) ? shown : last;
    } else {
      tell(behind);
      last = passed;
    }
    return last;
  }

  /** How far this clock is ahead of the system's; zero as long as that was not set back. */
  public Duration ahead() {
    Duration ahead = Duration.between(system.instant(), instant());
    return ahead.compareTo(WORTH_TELLING) < 0 ? Duration.ZERO : ahead;
  }

  private void tell(Duration behind) {
    if (!told) {
      told = true;
      warn.accept(
          "the clock was set back by "
              + behind.toSeconds()
              + " s; series and alerts go on without a gap, so their times are ahead by that"
              + " much until the clock has caught up or the agent is started anew");
    }
  }
}
