// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Budgets of what a call allocates; what it takes is measured by {@code smoke-tests/own-numbers/run
 * methods}.
 */
@ExtendWith(AgentExtension.class)
class CostTest {
  private static final int CALLS = 20_000;
  private static final long CLOCK_SKEW_NANOS = 2_000_000;

  private final Measured measured = new Measured();
  private final Shop.Order order = Shop.order();
  private long sum;

  /** Methods that allocate nothing themselves. */
  static final class Measured {
    private int calls;

    int counted(Shop.Order order, int number) {
      calls += number + order.lines.size();
      return calls;
    }
  }

  private long bytesOfACall() {
    for (int i = 0; i < CALLS; i++) {
      sum += measured.counted(order, i & 3);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 5; window++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        sum += measured.counted(order, i & 3);
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }

  @Test
  void aCounterWhoseLabelsRepeatAllocatesNothing() {
    MethodsFile.use(
        """
          - match: "%s$Measured#counted"
            metrics: [{name: k_total, labels: {tier: arg0.customer.tier, n: arg1, outcome: "thrown ? 'failed' : 'ok'"}}]
        """
            .formatted(CostTest.class.getName()));
    assertThat(bytesOfACall()).isZero();
  }

  @Test
  void aHistogramOfTheDurationAllocatesNothing() {
    MethodsFile.use(
        """
          - match: "%s$Measured#counted"
            metrics: [{name: k_seconds, type: histogram, labels: {tier: arg0.customer.tier}}]
            when: duration < 1h
        """
            .formatted(CostTest.class.getName()));
    assertThat(bytesOfACall()).isZero();
  }

  @Test
  void aSpanAllocatesFourHundredBytesAtMost() {
    MethodsFile.use(
        """
          - match: "%s$Measured#counted"
            span: counted
            metrics: [{name: k_span_total, labels: {tier: arg0.customer.tier}}]
        """
            .formatted(CostTest.class.getName()));
    assertThat(bytesOfACall()).isBetween(1L, 400L);
    // The queue of spans was full: no other test begins before it takes spans again.
    Recorded.await(
        () -> {
          LockSupport.parkNanos(20_000_000);
          Instant now = Instant.now();
          measured.counted(order, 1);
          LockSupport.parkNanos(200_000_000);
          long last = now.getEpochSecond() * 1_000_000_000L + now.getNano() - CLOCK_SKEW_NANOS;
          return Recorded.spans().stream().anyMatch(span -> span.startNanos() >= last);
        },
        () -> "spans are not taken any more");
  }
}
