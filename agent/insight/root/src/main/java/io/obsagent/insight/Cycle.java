// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesCollector;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The beat of insight: at each multiple of the interval, a sample of every metric is stored, each
 * feature does its part, and the store is kept in order.
 *
 * <pre>
 * metric sources ─► collector ─► series store ◄─► features in their order
 * </pre>
 *
 * Cycles that could not be held are counted and not made up for. A part that fails is told and left
 * out of that cycle. Thread-safe; one cycle at a time.
 */
public final class Cycle implements MetricSource {
  /**
   * What a cycle needs.
   *
   * @param sources the agent's metrics
   * @param self {@code job} and {@code instance} of this process
   * @param targets what else is up or down
   * @param clock one that never goes back, see {@link SteadyClock}
   * @param warn takes one line for each trouble worth telling
   */
  public record Parts(
      SeriesStore store,
      List<MetricSource> sources,
      Labels self,
      Supplier<List<Target>> targets,
      Duration interval,
      InstantSource clock,
      Consumer<String> warn) {}

  private final Parts parts;
  private final SeriesCollector collector;
  private final List<LongConsumer> tasks = new CopyOnWriteArrayList<>();
  private volatile long missedCycles;
  private volatile long cycles;
  private volatile long lastCycleNanos;
  private volatile long lastCycle = Long.MIN_VALUE;

  public Cycle(Parts parts) {
    this.parts = parts;
    collector =
        new SeriesCollector(
            parts.store(), parts.sources(), parts.self(), parts.targets(), parts.warn());
  }

  /** Adds what is done in each cycle from the next on; it is given the cycle's instant. */
  public void add(LongConsumer task) {
    tasks.add(task);
  }

  public Duration interval() {
    return parts.interval();
  }

  /** The clock that all of insight waits by. */
  public InstantSource clock() {
    return parts.clock();
  }

  public Instant now() {
    return parts.clock().instant();
  }

  /** Takes one line for each trouble worth telling. */
  public Consumer<String> warn() {
    return parts.warn();
  }

  /** Time until the next cycle is due; zero or less if it is now. */
  Duration untilDue() {
    long now = parts.clock().millis();
    long due = due(now);
    return Duration.ofMillis(due > lastCycle ? 0 : due + parts.interval().toMillis() - now);
  }

  private long due(long now) {
    long interval = parts.interval().toMillis();
    return Math.floorDiv(now, interval) * interval;
  }

  /**
   * One cycle for the interval that the clock is in. A second call within the interval does
   * nothing. What a part throws is thrown when all others are done.
   */
  public synchronized void hold() {
    long time = due(parts.clock().millis());
    if (time <= lastCycle) {
      return;
    }
    if (lastCycle != Long.MIN_VALUE) {
      missedCycles += (time - lastCycle) / parts.interval().toMillis() - 1;
    }
    lastCycle = time;
    long start = System.nanoTime();
    Throwable failure = run(collector::collect, time, null);
    for (LongConsumer task : tasks) {
      failure = run(task, time, failure);
    }
    failure = run(parts.store()::maintain, time, failure);
    lastCycleNanos = System.nanoTime() - start;
    cycles++;
    if (failure != null) {
      rethrow(failure);
    }
  }

  private static @Nullable Throwable run(
      LongConsumer part, long time, @Nullable Throwable failure) {
    try {
      part.accept(time);
      return failure;
    } catch (Throwable e) {
      // One part, or one moment without memory, must not take the others with it.
      return failure == null ? e : failure;
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(failure);
  }

  /** Families by name, without points. */
  public Map<String, MetricFamily> metadata() {
    return collector.metadata();
  }

  /** This process and what else is known to be up or down. */
  public List<Target> targets() {
    List<Target> all = new ArrayList<>();
    all.add(new Target(parts.self().get("job"), parts.self().get("instance"), true));
    all.addAll(parts.targets().get());
    return all;
  }

  /** When the last cycle was, or the epoch. */
  public Instant lastCycle() {
    return lastCycle == Long.MIN_VALUE ? Instant.EPOCH : Instant.ofEpochMilli(lastCycle);
  }

  /** How long the last cycle took. */
  public Duration lastCycleTime() {
    return Duration.ofNanos(lastCycleNanos);
  }

  @Override
  public List<MetricFamily> collect() {
    SeriesStore store = parts.store();
    return List.of(
        number("obs_agent_evaluation_cycles_total", "Cycles held.", Type.COUNTER, cycles),
        number(
            "obs_agent_evaluation_missed_cycles_total",
            "Cycles left out because one before took too long.",
            Type.COUNTER,
            missedCycles),
        number(
            "obs_agent_evaluation_duration_seconds",
            "Time that the last cycle took.",
            Type.GAUGE,
            lastCycleNanos / 1e9),
        number(
            "obs_agent_series_memory_bytes",
            "Heap that the series store uses.",
            Type.GAUGE,
            store.memoryBytes()),
        number(
            "obs_agent_series_disk_bytes",
            "Size of the series store's files.",
            Type.GAUGE,
            store.diskBytes()),
        number(
            "obs_agent_series_dropped_samples_total",
            "Samples that the series store did not take.",
            Type.COUNTER,
            store.droppedSamples()));
  }

  private static MetricFamily number(String name, String help, Type type, double value) {
    return new MetricFamily(
        name, help, "", type, List.of(), List.of(new NumberPoint(List.of(), value, null)));
  }
}
