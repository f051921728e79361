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
    double few = bytesMore("2 operators", () -> chain(2).blockLast());
    double many = bytesMore("42 operators", () -> chain(42).blockLast());

    assertThat(many - few).as("bytes of 40 operators").isLessThan(40);
  }

  @Test
  void aSignalCostsNothing() throws Exception {
    double one = bytesMore("1 signal", () -> Flux.range(1, 1).map(number -> number).blockLast());
    double hundred =
        bytesMore("100 signals", () -> Flux.range(1, 100).map(number -> number).blockLast());

    assertThat(hundred - one).as("bytes of 99 signals").isLessThan(99);
  }

  @Test
  void aSubscriptionToASinkCostsAFewSmallObjects() throws Exception {
    double subscription =
        bytesMore(
            "subscription to a sink",
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
  private static double bytesMore(String what, Runnable round) throws Exception {
    Cost outside = cost(round);
    Cost inside = AgentContext.within("request", () -> cost(round));
    System.out.printf(
        "%s: %.1f B, %.1f ns outside; %.1f B, %.1f ns in a context%n",
        what, outside.bytes, outside.nanos, inside.bytes, inside.nanos);
    return inside.bytes - outside.bytes;
  }

  private static Cost cost(Runnable round) {
    run(round);
    long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long start = System.nanoTime();
    run(round);
    double nanos = System.nanoTime() - start;
    bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
    return new Cost(bytes / (double) ROUNDS, nanos / ROUNDS);
  }

  private static void run(Runnable round) {
    for (int i = 0; i < ROUNDS; i++) {
      round.run();
    }
  }

  /** Of one round. */
  private record Cost(double bytes, double nanos) {}
}
