// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.AlertSink;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.insight.series.SeriesCollector;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.service.AgentThread;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Alerting as a whole, on one daemon thread:
 *
 * <pre>
 * metric sources ─► collector ─► series store ◄─► rule engine ─► alert sink (the notifier)
 *                                     ▲
 *                                  queries
 * </pre>
 *
 * Each interval one cycle, at a multiple of the interval. Cycles that could not be held are counted
 * and not made up for. Thread-safe.
 */
public final class Alerting implements MetricSource, AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  /**
   * What alerting is made of.
   *
   * @param engine runs the queries of rules and users
   * @param sources the agent's metrics
   * @param targetLabels {@code job} and {@code instance} of this process
   * @param targets what else is up or down
   * @param builtinRules whether the agent's own rules are evaluated
   * @param warn takes one line for each trouble worth telling
   */
  public record Parts(
      SeriesStore store,
      Engine engine,
      List<MetricSource> sources,
      Labels targetLabels,
      Supplier<List<Target>> targets,
      AlertSink sink,
      AlertOptions options,
      Duration interval,
      boolean builtinRules,
      @Nullable Path directory,
      InstantSource clock,
      Consumer<String> warn) {}

  private final Parts parts;
  private final SeriesCollector collector;
  private final RuleEngine rules;
  private final RuleSet ruleSet;
  private volatile long missedCycles;
  private volatile long cycles;
  private volatile long lastCycleNanos;
  private volatile long lastCycle = Long.MIN_VALUE;
  private volatile boolean stopped;
  private @Nullable Thread thread;

  public Alerting(Parts parts) {
    this.parts = parts;
    collector =
        new SeriesCollector(
            parts.store(), parts.sources(), parts.targetLabels(), parts.targets(), parts.warn());
    rules =
        new RuleEngine(
            parts.store(),
            (expr, time) -> parts.engine().instant(parts.store(), expr, time),
            parts.sink(),
            parts.options(),
            parts.interval());
    ruleSet = new RuleSet(rules, parts.builtinRules(), parts.directory(), parts.warn());
    ruleSet.restore();
    ruleSet.load(List.of());
  }

  /** Begins to evaluate. */
  public synchronized void start() {
    if (thread == null) {
      Thread fresh = new AgentThread(this::run, "alerting");
      thread = fresh;
      fresh.start();
    }
  }

  private void run() {
    while (!stopped) {
      long interval = parts.interval().toMillis();
      long now = parts.clock().millis();
      long due = Math.floorDiv(now, interval) * interval;
      if (due > lastCycle) {
        tryCycle();
      } else {
        long wait = (due + interval - now) * 1_000_000L;
        LockSupport.parkNanos(Math.min(LONGEST_WAIT_NANOS, wait));
      }
    }
  }

  private void tryCycle() {
    try {
      cycle();
    } catch (RuntimeException e) {
      parts.warn().accept("alerting: a cycle failed: " + e);
    }
  }

  /**
   * One cycle for the interval that the clock is in: collect, evaluate, keep house. A second call
   * within the interval does nothing.
   */
  public synchronized void cycle() {
    long interval = parts.interval().toMillis();
    long time = Math.floorDiv(parts.clock().millis(), interval) * interval;
    if (time <= lastCycle) {
      return;
    }
    if (lastCycle != Long.MIN_VALUE) {
      missedCycles += (time - lastCycle) / interval - 1;
    }
    lastCycle = time;
    long start = System.nanoTime();
    collector.collect(time);
    rules.evaluate(time);
    parts.store().maintain(time);
    lastCycleNanos = System.nanoTime() - start;
    cycles++;
  }

  /**
   * Replaces the rules of files, each read by {@link RuleFileReader}. Rules that stay keep their
   * state; wrong ones are told and left out.
   */
  public void load(List<RuleFile> files) {
    ruleSet.load(files);
  }

  /**
   * Adds rules, written in any form that a rule file may have.
   *
   * @return what is wrong, in which case nothing was added
   */
  public List<String> addRules(String yaml) {
    return ruleSet.add(yaml);
  }

  /** Switches a rule on or off; false where there is none of the name. */
  public boolean enable(String rule, boolean on) {
    return ruleSet.enable(rule, on);
  }

  /**
   * Sends one alert as a rule would, marked as a test; empty where no alerting rule has the name.
   */
  public List<Alert> test(String rule) {
    return rules.test(rule, parts.clock().millis());
  }

  public List<RuleStatus> rules() {
    return rules.rules();
  }

  public Duration interval(RuleGroup group) {
    return rules.interval(group);
  }

  /** Pending and firing alerts. */
  public List<ActiveAlert> alerts() {
    return rules.alerts();
  }

  /** All rules as a Prometheus rule file. */
  public String export() {
    return RuleExport.write(rules.groups());
  }

  public QueryResult query(Expr expr, long timeMillis) {
    return parts.engine().instant(parts.store(), expr, timeMillis);
  }

  public QueryResult.Matrix queryRange(Expr expr, long start, long end, long step) {
    return parts.engine().range(parts.store(), expr, start, end, step);
  }

  public SeriesStore store() {
    return parts.store();
  }

  /** Families by name, without points. */
  public Map<String, MetricFamily> metadata() {
    return collector.metadata();
  }

  /** This process and what else is known to be up or down. */
  public List<Target> targets() {
    List<Target> all = new ArrayList<>();
    Labels own = parts.targetLabels();
    all.add(new Target(own.get("job"), own.get("instance"), true));
    all.addAll(parts.targets().get());
    return all;
  }

  public Instant now() {
    return parts.clock().instant();
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
            parts.store().memoryBytes()),
        number(
            "obs_agent_series_disk_bytes",
            "Size of the series store's files.",
            Type.GAUGE,
            parts.store().diskBytes()),
        number(
            "obs_agent_series_dropped_samples_total",
            "Samples that the series store did not take.",
            Type.COUNTER,
            parts.store().droppedSamples()));
  }

  private static MetricFamily number(String name, String help, Type type, double value) {
    return new MetricFamily(
        name, help, "", type, List.of(), List.of(new NumberPoint(List.of(), value, null)));
  }

  /** Ends the thread and closes the store. */
  @Override
  public void close() {
    stopped = true;
    Thread running;
    synchronized (this) {
      running = thread;
      thread = null;
    }
    if (running != null) {
      LockSupport.unpark(running);
      try {
        running.join(2_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    parts.store().close();
  }
}
