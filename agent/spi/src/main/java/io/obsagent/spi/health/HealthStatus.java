// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.health;

import java.util.Locale;

/** How something is, the worse the later; {@link #UNKNOWN} is neither good nor bad. */
public enum HealthStatus {
  /** Nothing is known: it was not asked lately. */
  UNKNOWN,
  HEALTHY,
  /** It works, worse than it should. */
  DEGRADED,
  UNHEALTHY;

  /** As it is written in answers: {@code healthy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of two. */
  public HealthStatus or(HealthStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
