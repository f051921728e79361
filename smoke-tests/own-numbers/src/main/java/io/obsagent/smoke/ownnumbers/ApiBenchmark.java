// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.ownnumbers;

import io.obsagent.api.Counter;
import io.obsagent.api.Gauge;
import io.obsagent.api.Histogram;
import io.obsagent.api.Obs;
import io.obsagent.api.Span;
import io.obsagent.api.Tracked;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The API's calls without an agent, beside a method that does nothing. What is inlined away takes
 * as long as that: JMH's own loop, a fraction of a nanosecond.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ApiBenchmark {
  private static final Counter COUNTER = Obs.counter("orders_total", "kind");
  private static final Gauge GAUGE = Obs.gauge("carts_open");
  private static final Histogram HISTOGRAM = Obs.histogram("import_seconds");
  private static final Map<String, Object> ATTRIBUTES = Map.of("kind", "web");

  @Benchmark
  public void baseline() {}

  @Benchmark
  public void counter() {
    COUNTER.add(1, "web");
  }

  @Benchmark
  public void gauge() {
    GAUGE.set(3);
  }

  @Benchmark
  public void histogram() {
    HISTOGRAM.record(0.5);
  }

  @Benchmark
  public void event() {
    Obs.event("order_placed", ATTRIBUTES);
  }

  @Benchmark
  public void span() {
    try (Span span = Obs.span("render")) {
      span.attribute("rows", 3);
    }
  }

  @Benchmark
  public void track() {
    try (Tracked tracked = Obs.track("checkout", ATTRIBUTES)) {
      tracked.attribute("items", 3).attribute("kind", "web");
      tracked.success();
    }
  }

  @Benchmark
  public void attribute() {
    Obs.attribute("tenant", "acme");
  }

  @Benchmark
  public void user() {
    Obs.user("somebody");
  }

  @Benchmark
  public String correlationId() {
    return Obs.correlationId();
  }

  /** Several, as a method of an application has them. */
  @Benchmark
  public void together() {
    try (Tracked tracked = Obs.track("checkout")) {
      COUNTER.add(1, "web");
      GAUGE.set(3);
      HISTOGRAM.record(0.5);
      Obs.event("order_placed", ATTRIBUTES);
      tracked.success();
    }
  }
}
