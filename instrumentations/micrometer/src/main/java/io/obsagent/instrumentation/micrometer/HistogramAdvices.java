// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.Histogram;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for histograms, which only meters have that are to publish one, or percentiles. */
final class HistogramAdvices {
  private HistogramAdvices() {}

  /** A histogram is made. */
  static final class Made {
    private Made() {}

    @OnEnter
    static DistributionStatisticConfig enter(@Argument(1) DistributionStatisticConfig config) {
      return config;
    }

    @OnExit
    static void exit(
        @This Histogram histogram, @Token @Nullable DistributionStatisticConfig config) {
      if (config != null) {
        Buckets.made(histogram, config);
      }
    }
  }

  /** A time, in nanoseconds. */
  static final class Time {
    private Time() {}

    @OnEnter
    static void enter(@This Histogram histogram, @Argument(0) long value) {
      Buckets.record(histogram, value);
    }
  }

  /** An amount. */
  static final class Amount {
    private Amount() {}

    @OnEnter
    static void enter(@This Histogram histogram, @Argument(0) double value) {
      Buckets.record(histogram, value);
    }
  }
}
