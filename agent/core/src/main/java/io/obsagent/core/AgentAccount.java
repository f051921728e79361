// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.resource.AgentVersion;
import io.obsagent.core.weave.Weaving;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentLoop;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The agent's account of itself, for the diagnostics page and as metrics. Thread-safe. */
final class AgentAccount implements AgentReport, MetricSource {
  /** Sites are linked when they first run: after an attachment, with the next call. */
  private static final String NO_SITES =
      "none of its library's methods has run since the agent came";

  private static final String STOPPED = "stopped, until POST /monitoring/start";

  static final MetricDefinition INFO =
      MetricDefinition.gauge("obs_agent_info", "Version of the agent.").labels("version");

  static final MetricDefinition MODULES =
      MetricDefinition.gauge("obs_agent_modules", "Instrumentation modules by their state.")
          .labels("state");

  static final MetricDefinition CALL_SITES =
      MetricDefinition.gauge("obs_agent_call_sites", "Call sites that are linked to advice.");

  static final MetricDefinition WOVEN =
      MetricDefinition.counter("obs_agent_woven_classes_total", "Classes that were woven.");

  static final MetricDefinition ADVICE_ERRORS =
      MetricDefinition.counter(
              "obs_agent_advice_errors_total", "Exceptions in advice, kept from the application.")
          .labels("module");

  static final MetricDefinition START =
      MetricDefinition.gauge("obs_agent_start_seconds", "Time that each phase of the start took.")
          .unit("s")
          .labels("phase");

  static final MetricDefinition PART_UP =
      MetricDefinition.gauge(
              "obs_agent_part_up", "Whether a part of the agent works: 0 if it fails or has died.")
          .labels("part");

  static final MetricDefinition LOOP_FAILURES =
      MetricDefinition.counter(
              "obs_agent_loop_failures_total", "Turns of the agent's loops that failed.")
          .labels("loop");

  private final AgentConfig config;
  private final Weaving weaving;
  private final MetricSource metrics;
  private final StartClock clock;
  private final long startNanos = System.nanoTime();
  private final long startEpochMillis = System.currentTimeMillis();
  private final Map<String, Part> dead = new ConcurrentSkipListMap<>();
  private final List<Consumer<Boolean>> watching = new CopyOnWriteArrayList<>();
  private volatile Supplier<List<Exporter>> exporters = List::of;
  private volatile State state = State.STARTING;
  private volatile String serviceName = "unknown";

  AgentAccount(AgentConfig config, Weaving weaving, MetricSource metrics, StartClock clock) {
    this.config = config;
    this.weaving = weaving;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Where to learn how the exporters fare, once there are some. */
  void exporters(Supplier<List<Exporter>> states) {
    exporters = states;
  }

  void serviceName(String name) {
    serviceName = name;
  }

  void lap(String phase) {
    clock.lap(phase);
  }

  /** A part that did not start. */
  void died(String name, Throwable cause) {
    String error = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    dead.put(name, new Part(name, PartState.DEAD, 1, error, System.currentTimeMillis()));
  }

  /** One line of what has started, for the log. */
  String summary(File file) {
    StringBuilder line = new StringBuilder("service '").append(serviceName).append("', options ");
    line.append(file.isFile() ? "of " + file : "without a file");
    int on = 0;
    for (var module : weaving.modules()) {
      on += module.isOn() ? 1 : 0;
    }
    line.append(", instrumentations on: ").append(on).append(" of ");
    line.append(weaving.modules().size());
    for (Exporter exporter : exporters.get()) {
      line.append("; ").append(exporter.signal()).append(" to ").append(exporter.name());
      line.append(' ').append(exporter.endpoint());
    }
    return line.toString();
  }

  /** More lines for the log: options that are set, modules, phases of the start. */
  List<String> details() {
    List<String> lines = new ArrayList<>();
    for (OptionValue option : config.effective()) {
      if (!option.place().isEmpty()) {
        lines.add(option.key() + " = " + option.value() + ", of " + option.place());
      }
    }
    for (io.obsagent.core.weave.ModuleState module : weaving.modules()) {
      ModuleState state = describe(module);
      String reason = state.reason().isEmpty() ? "" : ": " + state.reason();
      lines.add("instrumentation " + state.name() + " is " + state.status() + reason);
    }
    for (Phase phase : clock.phases()) {
      lines.add("start, " + phase.name() + ": " + Math.round(phase.millis()) + " ms");
    }
    return lines;
  }

  private List<String> problems() {
    List<String> all = new ArrayList<>(config.problems());
    all.addAll(Problems.all());
    return all;
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>(dead.values());
    parts.addAll(AgentLoop.parts());
    return parts;
  }

  synchronized void running() {
    state = state == State.STARTING ? State.RUNNING : state;
  }

  /** What the file has switched off stays off. */
  @Override
  public synchronized void watch(boolean on) {
    for (io.obsagent.core.weave.ModuleState module : weaving.modules()) {
      if (on ? module.reason().equals(STOPPED) : module.isOn()) {
        weaving.switchModule(module, on, STOPPED);
      }
    }
    watching.forEach(part -> part.accept(on));
    state = on ? State.RUNNING : State.OFF;
    AgentLog.info(on ? "watches the application again" : "all instrumentations rest");
  }

  @Override
  public void alsoWatching(Consumer<Boolean> part) {
    watching.add(part);
  }

  @Override
  public Snapshot snapshot() {
    List<ModuleState> modules = new ArrayList<>();
    List<Count> errors = new ArrayList<>();
    long sites = 0;
    for (io.obsagent.core.weave.ModuleState module : weaving.modules()) {
      modules.add(describe(module));
      sites += module.siteCount();
      if (module.errors() > 0) {
        errors.add(new Count("instrumentation", module.descriptor().name(), module.errors()));
      }
    }
    List<Phase> phases = new ArrayList<>(clock.phases());
    phases.add(new Phase("matching classes, so far", weaving.matchNanos() / 1e6));
    phases.add(new Phase("weaving classes, so far", weaving.weaveNanos() / 1e6));
    phases.add(new Phase("linking call sites, so far", weaving.linkNanos() / 1e6));
    return new Snapshot(
        AgentVersion.TEXT,
        state,
        serviceName,
        startEpochMillis,
        (System.nanoTime() - startNanos) / 1_000_000,
        config.effective(),
        modules,
        sites,
        errors,
        drops(),
        phases,
        weaving.unknownLibraries(),
        problems(),
        parts(),
        exporters.get());
  }

  @Override
  public Snapshot glance() {
    return new Snapshot(
        AgentVersion.TEXT,
        state,
        serviceName,
        startEpochMillis,
        (System.nanoTime() - startNanos) / 1_000_000,
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        parts(),
        List.of());
  }

  private static ModuleState describe(io.obsagent.core.weave.ModuleState module) {
    List<String> incompatible = module.incompatible();
    ModuleStatus status =
        !module.isOn() || module.restsEverywhere()
            ? ModuleStatus.OFF
            : incompatible.isEmpty() ? ModuleStatus.ON : ModuleStatus.INCOMPATIBLE;
    List<String> reasons = new ArrayList<>(module.resting());
    reasons.addAll(incompatible);
    if (reasons.isEmpty() && module.siteCount() == 0) {
      reasons.add(NO_SITES);
    }
    String reason = module.isOn() ? String.join("; ", reasons) : module.reason();
    return new ModuleState(
        module.descriptor().name(),
        module.descriptor().library(),
        status,
        reason,
        module.siteCount(),
        module.errors());
  }

  private List<Count> drops() {
    List<Count> drops = new ArrayList<>();
    for (MetricFamily family : metrics.collect()) {
      if (family.definition().name().equals(Metrics.DROPPED.name())) {
        for (Point point : family.points()) {
          if (point instanceof NumberPoint number && number.value() > 0) {
            List<String> labels = number.labelValues();
            drops.add(new Count(labels.get(0), labels.get(1), (long) number.value()));
          }
        }
      }
    }
    return drops;
  }

  @Override
  public List<MetricFamily> collect() {
    Map<String, Integer> states = new TreeMap<>();
    List<Point> errors = new ArrayList<>();
    long sites = 0;
    for (io.obsagent.core.weave.ModuleState module : weaving.modules()) {
      String word = describe(module).status().name().toLowerCase(java.util.Locale.ROOT);
      states.merge(word, 1, Integer::sum);
      sites += module.siteCount();
      if (module.errors() > 0) {
        errors.add(point(module.errors(), module.descriptor().name()));
      }
    }
    List<Point> modules = new ArrayList<>();
    for (var state : states.entrySet()) {
      modules.add(point(state.getValue(), state.getKey()));
    }
    List<Point> phases = new ArrayList<>();
    for (Phase phase : clock.phases()) {
      phases.add(point(phase.millis() / 1e3, phase.name()));
    }
    List<Point> partsUp = new ArrayList<>();
    for (Part part : parts()) {
      partsUp.add(point(part.state() == PartState.WORKING ? 1 : 0, part.name()));
    }
    List<Point> failures = new ArrayList<>();
    for (var loop : AgentLoop.failures().entrySet()) {
      failures.add(point(loop.getValue(), loop.getKey()));
    }
    return List.of(
        new MetricFamily(INFO, List.of(point(1, AgentVersion.TEXT))),
        new MetricFamily(MODULES, modules),
        new MetricFamily(CALL_SITES, List.of(point(sites))),
        new MetricFamily(WOVEN, List.of(point(weaving.wovenClasses()))),
        new MetricFamily(ADVICE_ERRORS, errors),
        new MetricFamily(START, phases),
        new MetricFamily(PART_UP, partsUp),
        new MetricFamily(LOOP_FAILURES, failures));
  }

  private static NumberPoint point(double value, String... labels) {
    return new NumberPoint(List.of(labels), value, null);
  }
}
