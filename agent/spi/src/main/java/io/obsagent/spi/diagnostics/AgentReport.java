// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.diagnostics;

import java.util.List;
import java.util.function.Consumer;

/** Tells what the agent is doing now. Thread-safe; never called on a request thread. */
@FunctionalInterface
public interface AgentReport {
  Snapshot snapshot();

  /**
   * The same without options, modules, counts, phases and exporters, which may all be empty: they
   * take time to gather, and probes ask every few seconds.
   */
  default Snapshot glance() {
    return snapshot();
  }

  /**
   * Lets instrumentations and methods of the file rest, or work again, until the process ends. What
   * runs ends properly; the port, health, alerts, and what is read when metrics are go on.
   *
   * @param on false to let them rest
   */
  default void watch(boolean on) {}

  /** Has a part of the agent that watches the application rest and work with the others. */
  default void alsoWatching(Consumer<Boolean> part) {}

  /** What the agent as a whole is doing; off while all that watches rests. */
  enum State {
    STARTING,
    RUNNING,
    OFF
  }

  /**
   * All at one moment.
   *
   * @param version of the agent
   * @param startEpochMillis when the JVM started
   * @param sites woven methods whose call sites are linked
   * @param notInstrumented libraries that were seen and that no module instruments; loaded, which
   *     is not to say used
   * @param problems what is wrong with the configuration and with parts of the agent, newest last
   * @param parts services and loops of the agent, by name
   * @param exporters those in use, one for each signal
   */
  record Snapshot(
      String version,
      State state,
      String serviceName,
      long startEpochMillis,
      long uptimeMillis,
      List<OptionValue> options,
      List<ModuleState> modules,
      long sites,
      List<Count> errors,
      List<Count> drops,
      List<Phase> phases,
      List<String> notInstrumented,
      List<String> problems,
      List<Part> parts,
      List<Exporter> exporters) {
    /** Whether a part of the agent has died or fails. */
    public boolean isDegraded() {
      return parts.stream().anyMatch(part -> part.state() != PartState.WORKING);
    }
  }

  /**
   * An exporter that is in use.
   *
   * @param signal {@code traces} or {@code metrics}
   * @param endpoint where it sends to
   * @param lastSuccessEpochMillis 0 for never; so of the error
   * @param lastError empty if there was none
   * @param queued spans that wait; metrics are not queued
   * @param dropped spans, or snapshots of metrics, that were given up
   */
  record Exporter(
      String name,
      String signal,
      String endpoint,
      long lastSuccessEpochMillis,
      long lastErrorEpochMillis,
      String lastError,
      int queued,
      long dropped) {}

  /**
   * One option and where its value came from.
   *
   * @param value as a user would write it; masked if the option is secret
   * @param source kind of source: {@code default}, {@code file}, {@code environment} …
   * @param place exact place: {@code obs-agent.yaml:14}, {@code OBS_SERVER_PORT}; may be empty
   */
  record OptionValue(
      String key, String value, String source, String place, String description, boolean dynamic) {}

  /** Whether a module works. */
  enum ModuleStatus {
    ON,
    OFF,
    INCOMPATIBLE
  }

  /**
   * An instrumentation module or an exporter.
   *
   * @param reason why it is not on; empty if it is
   */
  record ModuleState(
      String name, String version, ModuleStatus status, String reason, long sites, long errors) {}

  /** How often something happened: {@code queue_full} of {@code spans}. */
  record Count(String what, String reason, long count) {}

  /** Whether a part of the agent does its work. */
  enum PartState {
    WORKING,
    /** Its last attempt failed, and it goes on. */
    FAILING,
    /** It did not start, or has ended, and will not work again before the next start. */
    DEAD
  }

  /**
   * A service or a loop of the agent.
   *
   * @param name e.g. {@code export-otlp}, {@code alerting}, {@code config}
   * @param failures since the JVM started
   * @param lastError what failed last, also if it works again; empty if nothing ever did
   * @param lastFailureEpochMillis when that was; 0 for never
   */
  record Part(
      String name, PartState state, long failures, String lastError, long lastFailureEpochMillis) {}

  /** A phase of the start and what it took. */
  record Phase(String name, double millis) {}
}
