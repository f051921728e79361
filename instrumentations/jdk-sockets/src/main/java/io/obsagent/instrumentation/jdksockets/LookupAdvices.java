// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdksockets;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.Telemetry;
import org.jspecify.annotations.Nullable;

/** Advice for what asks a name server. */
final class LookupAdvices {
  private LookupAdvices() {}

  /**
   * Advice for the JDK's own resolver, and a lookup of it.
   *
   * @param began nanoseconds of {@link System#nanoTime}
   */
  record Lookup(String name, long began) {
    private static final MetricDefinition DURATION =
        MetricDefinition.histogram(
                "dns_lookup_duration_seconds",
                "Time to look up a name that the JDK did not remember.",
                0.0005,
                0.001,
                0.0025,
                0.005,
                0.01,
                0.025,
                0.05,
                0.1,
                0.25,
                0.5,
                1,
                2.5,
                5,
                10)
            .unit("s")
            .labels("dns_question_name", "error_type")
            .semconv(
                SemconvName.of("dns.lookup.duration", "s")
                    .attribute("dns_question_name", "dns.question.name")
                    .attribute("error_type", "error.type"));

    /** Null for a lookup of the agent's own. */
    @OnEnter
    static @Nullable Lookup enter(@Argument(0) String name) {
      return Telemetry.isOfTheAgent() ? null : new Lookup(name, System.nanoTime());
    }

    @OnExit
    static void exit(@Token @Nullable Lookup lookup, @Thrown @Nullable Throwable thrown) {
      if (lookup != null) {
        Telemetry.metrics()
            .histogram(DURATION)
            .labels(lookup.name, thrown == null ? "" : thrown.getClass().getName())
            .record((System.nanoTime() - lookup.began) / 1e9);
      }
    }
  }
}
