// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.ownnumbers;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls of methods that {@code methods.yaml} names, each by another kind of entry, beside one that
 * no entry names. Without the agent all are the same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class MethodBenchmark {
  private final Till till = new Till();
  private final Order order = new Order("o-1", 42.5, new Customer("gold"));

  record Customer(String tier) {}

  record Order(String id, double total, Customer customer) {}

  /** Does next to nothing, and allocates nothing. */
  static final class Till {
    private int sold;

    int plain(Order order) {
      return sold += order.id().length();
    }

    int counter(Order order) {
      return sold += order.id().length();
    }

    int counterWithLabels(Order order) {
      return sold += order.id().length();
    }

    int histogram(Order order) {
      return sold += order.id().length();
    }

    int span(Order order) {
      return sold += order.id().length();
    }

    int spanWithAttributes(Order order) {
      return sold += order.id().length();
    }
  }

  @Benchmark
  public int plain() {
    return till.plain(order);
  }

  @Benchmark
  public int counter() {
    return till.counter(order);
  }

  @Benchmark
  public int counterWithLabels() {
    return till.counterWithLabels(order);
  }

  @Benchmark
  public int histogram() {
    return till.histogram(order);
  }

  @Benchmark
  public int span() {
    return till.span(order);
  }

  @Benchmark
  public int spanWithAttributes() {
    return till.spanWithAttributes(order);
  }
}
