// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * What a context costs in Reactor, in bytes of this thread: they are the same on a busy machine.
 */
@ExtendWith(AgentExtension.class)
class CostTest {
  private static final int ROUNDS = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void anOperatorCostsNothing() throws Exception {
    double few = bytesMore(() -> chain(2).blockLast());
    double many = bytesMore(() -> chain(42).blockLast());

    assertThat(many - few).as("bytes of 40 operators").isLessThan(40);
  }

  @Test
  void aSignalCostsNothing() throws Exception {
    double one = bytesMore(() -> Flux.range(1, 1).map(number -> number).blockLast());
    double thousand = bytesMore(() -> Flux.range(1, 100).map(number -> number).blockLast());

    assertThat(thousand - one).as("bytes of 99 signals").isLessThan(99);
  }

  @Test
  void aSubscriptionToASinkCostsAFewSmallObjects() throws Exception {
    double subscription =
        bytesMore(
            () -> {
              Sinks.One<String> sink = Sinks.one();
              sink.asMono().map(String::trim).subscribe();
              sink.tryEmitValue("value").orThrow();
            });

    assertThat(subscription).isLessThan(160);
  }

  private static Flux<Integer> chain(int operators) {
    Flux<Integer> chain = Flux.just(1).hide();
    for (int i = 0; i < operators; i++) {
      chain = chain.map(number -> number);
    }
    return chain;
  }

  /** Bytes that a round takes in a context beyond what it takes outside of one. */
  private static double bytesMore(Runnable round) throws Exception {
    double outside = bytes(round);
    return AgentContext.within("request", () -> bytes(round)) - outside;
  }

  private static double bytes(Runnable round) {
    run(round);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    run(round);
    long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    return (after - before) / (double) ROUNDS;
  }

  private static void run(Runnable round) {
    for (int i = 0; i < ROUNDS; i++) {
      round.run();
    }
  }
}
