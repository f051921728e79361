// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.function.LongSupplier;

/** What one query may still hold and how long it may still run. */
final class Budget {
  private static final int CHECK_EVERY = 4096;

  private final long maxSamples;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private final long timeoutNanos;
  private long held;
  private long sinceCheck;

  Budget(EngineOptions options) {
    this.maxSamples = options.maxSamples();
    this.nanoClock = options.nanoClock();
    this.startNanos = nanoClock.getAsLong();
    this.timeoutNanos = options.timeout().toNanos();
  }

  /** The samples that are held now. */
  long held() {
    return held;
  }

  /** Says that from here on only so many samples are held. */
  void releaseTo(long samples) {
    held = samples;
  }

  int remaining() {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, maxSamples - held));
  }

  /** Counts samples that are about to be allocated. */
  void hold(long samples) {
    held += samples;
    if (held > maxSamples || samples < 0) {
      throw tooManySamples();
    }
    work(samples);
  }

  EvaluationException tooManySamples() {
    return new EvaluationException(
        EvaluationException.Kind.LIMIT,
        "query processing would load too many samples into memory in query execution");
  }

  /** Counts work done, and fails once the time is up. */
  void work(long amount) {
    sinceCheck += amount + 1;
    if (sinceCheck < CHECK_EVERY) {
      return;
    }
    sinceCheck = 0;
    if (nanoClock.getAsLong() - startNanos > timeoutNanos) {
      throw new EvaluationException(
          EvaluationException.Kind.TIMEOUT, "query timed out in expression evaluation");
    }
  }
}
