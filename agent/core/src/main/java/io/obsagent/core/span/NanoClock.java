// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import java.time.Instant;

/** Where time comes from; tests have their own. */
public interface NanoClock {
  NanoClock SYSTEM =
      new NanoClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long epochNanos() {
          Instant now = Instant.now();
          return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }
      };

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Nanoseconds since the epoch; as exact as the system's clock. */
  long epochNanos();
}
