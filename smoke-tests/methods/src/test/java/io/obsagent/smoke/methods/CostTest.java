// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.testing.AgentExtension;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Budgets of what a call allocates; what it takes is measured by {@link MethodsBenchmark}. */
@ExtendWith(AgentExtension.class)
class CostTest {
  private static final int CALLS = 20_000;

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
  }
}
