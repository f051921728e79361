// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Where advice finds the agent. Before the agent is ready nothing is weaved, so nothing asks. */
public final class Telemetry {
  private static volatile @Nullable TelemetryProvider provider;

  private Telemetry() {}

  /** Called by core before the first class is woven, and by tests. */
  public static void install(TelemetryProvider installed) {
    provider = installed;
  }

  /**
   * @throws IllegalStateException before {@link #install}; advice exceptions never reach the
   *     application
   */
  public static TelemetryProvider provider() {
    TelemetryProvider current = provider;
    if (current == null) {
      throw new IllegalStateException("telemetry is not installed yet");
    }
    return current;
  }

  public static Metrics metrics() {
    return provider().metrics();
  }
}
