// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentThread;
import org.jspecify.annotations.Nullable;

/** Where advice finds the agent. Before the agent is ready nothing is weaved, so nothing asks. */
public final class Telemetry {
  private static volatile @Nullable TelemetryProvider provider;
  private static volatile @Nullable RequestWatch watch;

  private Telemetry() {}

  /**
   * Is told for which request each thread works. Called on the threads of requests: throws nothing
   * and waits for nothing. Thread-safe.
   */
  public interface RequestWatch {
    /**
     * The current thread changes over.
     *
     * @param from a number for each request, call or message that came in; 0 for none
     * @param to the same
     */
    void changes(long from, long to);

    /** What a request is, as its span is named; told once more when that is known better. */
    void isNamed(long request, String name);
  }

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

  /** From now on one is told of requests, until it is null: to be looked at for a minute or so. */
  public static void watchRequests(@Nullable RequestWatch watches) {
    watch = watches;
  }

  /** Who is to be told of requests; mostly null. */
  public static @Nullable RequestWatch requestWatch() {
    return watch;
  }

  public static Metrics metrics() {
    return provider().metrics();
  }

  /** Whether the current thread is the agent's, so that what it does is none of the application. */
  public static boolean isOfTheAgent() {
    return AgentThread.isCurrent();
  }
}
