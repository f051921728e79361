// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How queries run.
 *
 * @param lookback how far an instant selector looks back for a sample
 * @param maxSamples the most samples that one query may hold at once
 * @param timeout the longest time that one query may take
 * @param maxSteps the most steps that a range query may have
 * @param noStepSubqueryInterval the step of a subquery that names none
 * @param delayedNameRemoval whether the metric name is removed at the end of the query and not by
 *     the function that removes it
 * @param nanoClock the clock that the time-out is measured with
 */
public record EngineOptions(
    Duration lookback,
    int maxSamples,
    Duration timeout,
    int maxSteps,
    Duration noStepSubqueryInterval,
    boolean delayedNameRemoval,
    LongSupplier nanoClock) {
  /** Prometheus' defaults, with a tenth of its sample limit: the engine lives in an application. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        Duration.ofMinutes(5),
        5_000_000,
        Duration.ofSeconds(30),
        11_000,
        Duration.ofMinutes(1),
        false,
        System::nanoTime);
  }

  public EngineOptions withMaxSamples(int limit) {
    return new EngineOptions(
        lookback, limit, timeout, maxSteps, noStepSubqueryInterval, delayedNameRemoval, nanoClock);
  }

  public EngineOptions withTimeout(Duration limit) {
    return withTimeout(limit, nanoClock);
  }

  public EngineOptions withTimeout(Duration limit, LongSupplier clock) {
    return new EngineOptions(
        lookback, maxSamples, limit, maxSteps, noStepSubqueryInterval, delayedNameRemoval, clock);
  }

  public EngineOptions withLookback(Duration longest) {
    return new EngineOptions(
        longest,
        maxSamples,
        timeout,
        maxSteps,
        noStepSubqueryInterval,
        delayedNameRemoval,
        nanoClock);
  }

  public EngineOptions withDelayedNameRemoval(boolean delayed) {
    return new EngineOptions(
        lookback, maxSamples, timeout, maxSteps, noStepSubqueryInterval, delayed, nanoClock);
  }
}
