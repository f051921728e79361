// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.diagnostics;

import java.util.List;

/** Tells what the agent is doing now. Thread-safe; never called on a request thread. */
@FunctionalInterface
public interface AgentReport {
  Snapshot snapshot();

  /** What the agent as a whole is doing. */
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
   * @param problems what the agent said about its configuration, newest last
   * @param parts services and loops of the agent, by name
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
      List<String> problems,
      List<Part> parts) {}

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
