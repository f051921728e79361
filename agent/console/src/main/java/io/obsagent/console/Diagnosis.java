// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport.Count;
import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.diagnostics.AgentReport.ModuleState;
import io.obsagent.spi.diagnostics.AgentReport.ModuleStatus;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.diagnostics.AgentReport.Part;
import io.obsagent.spi.diagnostics.AgentReport.PartState;
import io.obsagent.spi.diagnostics.AgentReport.Snapshot;
import io.obsagent.spi.diagnostics.AgentReport.State;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for reasons why there are no metrics, no spans or no alerts, or why too much memory is
 * used, in what the agent knows of itself. For one call.
 */
final class Diagnosis {
  private static final double MUCH = 0.9;
  private static final String NOTIFICATIONS = "obs_agent_notifications_total";
  private static final MetricFamily NONE =
      new MetricFamily(NOTIFICATIONS, "", "", MetricFamily.Type.COUNTER, List.of(), List.of());

  /**
   * What was found.
   *
   * @param error whether something does not work; else it is worth knowing
   * @param area {@code configuration}, {@code metrics}, {@code traces}, {@code alerts}, {@code
   *     memory} or {@code agent}
   * @param remedy the way out; empty where the text has it
   */
  record Finding(boolean error, String area, String text, String remedy) {}

  private final List<Finding> findings = new ArrayList<>();
  private final Snapshot agent;
  private final Map<String, String> options = new HashMap<>();
  private final Map<String, Double> sums = new HashMap<>();
  private MetricFamily notifications = NONE;

  private Diagnosis(Snapshot agent, List<MetricFamily> metrics) {
    this.agent = agent;
    for (OptionValue option : agent.options()) {
      options.put(option.key(), option.value());
    }
    for (MetricFamily family : metrics) {
      sums.put(family.name(), sum(family));
      if (family.name().equals(NOTIFICATIONS)) {
        notifications = family;
      }
    }
  }

  /** In the order in which they are worth reading. */
  static List<Finding> of(Snapshot agent, List<MetricFamily> metrics) {
    Diagnosis diagnosis = new Diagnosis(agent, metrics);
    diagnosis.configuration();
    diagnosis.parts();
    diagnosis.exporters();
    diagnosis.metrics();
    diagnosis.traces();
    diagnosis.alerts();
    diagnosis.memory();
    List<Finding> sorted = new ArrayList<>(diagnosis.findings);
    sorted.sort((a, b) -> Boolean.compare(b.error(), a.error()));
    return sorted;
  }

  private void error(String area, String text, String remedy) {
    findings.add(new Finding(true, area, text, remedy));
  }

  private void note(String area, String text, String remedy) {
    findings.add(new Finding(false, area, text, remedy));
  }

  private static double sum(MetricFamily family) {
    double sum = 0;
    for (MetricFamily.Point point : family.points()) {
      if (point instanceof MetricFamily.NumberPoint number) {
        sum += number.value();
      }
    }
    return sum;
  }

  private double metric(String name) {
    return sums.getOrDefault(name, 0.0);
  }

  private boolean isOff(String option) {
    return "false".equals(options.get(option));
  }

  private void configuration() {
    agent.problems().forEach(this::problem);
    String data = options.getOrDefault("data.directory", "");
    if (data.isEmpty()) {
      note(
          "configuration",
          "series, alerts and silences are gone after a restart",
          "name a directory: data.directory");
    } else if (new File(data).exists() && !new File(data).canWrite()) {
      error(
          "configuration",
          "data.directory " + data + " cannot be written",
          "let the application's user write there, or name another");
    }
  }

  private void parts() {
    if (agent.state() == State.STARTING) {
      note("agent", "the agent is still starting", "ask again in some seconds");
    }
    if (agent.state() == State.OFF) {
      note("agent", "all instrumentations rest", "POST /monitoring/start, with the admin's token");
    }
    for (Part part : agent.parts()) {
      if (part.state() != PartState.WORKING) {
        error(
            "agent",
            "the part " + part.name() + " does not work: " + part.lastError(),
            part.state() == PartState.DEAD ? "restart the application; the log says more" : "");
      }
    }
    for (ModuleState module : agent.modules()) {
      if (module.status() == ModuleStatus.INCOMPATIBLE) {
        // The reasons of all class loaders; one tells enough. It may be no fault: that of another
        // version may be there, whose module fits.
        String reason = module.reason().split("; ", 2)[0];
        note(
            "agent",
            "the instrumentation " + module.name() + " does not fit: " + reason,
            "unless another one has the library's version, take one of " + module.version());
      } else if (module.errors() > 0) {
        error(
            "agent",
            "the instrumentation " + module.name() + " failed " + module.errors() + " times",
            "the log says how; instrumentation." + module.name() + ".enabled: false stops it");
      }
    }
  }

  private void exporters() {
    for (Exporter exporter : agent.exporters()) {
      if (exporter.lastErrorEpochMillis() > exporter.lastSuccessEpochMillis()) {
        error(
            exporter.signal(),
            exporter.name()
                + " does not reach "
                + exporter.endpoint()
                + ": "
                + exporter.lastError(),
            "is it there, and is exporter." + exporter.name() + ".endpoint right?");
      }
    }
    for (Count drop : agent.drops()) {
      if (drop.count() > 0) {
        error(
            drop.what(),
            drop.count() + " " + drop.what() + " were dropped: " + drop.reason(),
            remedy(drop));
      }
    }
  }

  private static String remedy(Count drop) {
    return switch (drop.reason()) {
      case "queue_full" -> "a faster receiver, or a larger " + drop.what() + ".queue-size";
      case "max_series" -> "fewer values of a label, or a larger metrics.max-series";
      default -> "obs_agent_dropped_total counts on";
    };
  }

  private void metrics() {
    if (isOff("metrics.enabled")) {
      error("metrics", "metrics.enabled is false", "set it to true");
    } else if (!sums.containsKey("http_requests_total")) {
      note(
          "metrics",
          "no request of HTTP was served yet",
          "send one; a server that no instrumentation knows stands below 'not instrumented'");
    }
    if (!agent.notInstrumented().isEmpty()) {
      note(
          "metrics",
          "seen and not instrumented: " + String.join(", ", agent.notInstrumented()),
          "what they serve or send is not seen; metrics and spans of your own: methods in YAML");
    }
    if (agent.sites() == 0 && agent.uptimeMillis() > 60_000) {
      note(
          "metrics",
          "no woven method has run yet",
          "does the application use a library of the list of instrumentations?");
    }
  }

  private void traces() {
    if ("always_off".equals(options.get("sampling.sampler"))) {
      error("traces", "sampling.sampler is always_off", "take another sampler");
    }
    if (agent.exporters().stream().noneMatch(each -> each.signal().equals("traces"))) {
      note(
          "traces",
          "spans are sent nowhere",
          "name a receiver: exporter.otlp.endpoint or exporter.jaeger.endpoint");
    }
  }

  private void alerts() {
    if (isOff("alerting.enabled")) {
      error("alerts", "alerting.enabled is false: no rule is evaluated", "set it to true");
      return;
    }
    if (metric("obs_agent_evaluation_missed_cycles_total") > 0) {
      error(
          "alerts",
          (long) metric("obs_agent_evaluation_missed_cycles_total") + " evaluations came too late",
          "fewer or cheaper rules, or a longer evaluation.interval");
    }
    notifications();
    if (options.getOrDefault("alerting.external-url", "").isEmpty()) {
      note(
          "alerts",
          "notifications have no links to the agent and its runbooks",
          "say where people reach it: alerting.external-url");
    }
  }

  /** Of most, the words themselves have the way out. */
  private void problem(String text) {
    if (text.startsWith("alerting: receiver ")) {
      error(
          "alerts", text, "see that it can be reached from here, by the right address and secret");
    } else {
      error("configuration", text, "");
    }
  }

  /** Whether those who are to be told of alerts are told. */
  private void notifications() {
    Map<String, Map<String, Double>> receivers = outcomes();
    if (receivers.isEmpty()) {
      note(
          "alerts",
          "alerts are told to nobody",
          "name who is told: alerting.channels, or alerting.alertmanager-file");
    }
    receivers.forEach(
        (receiver, outcomes) -> {
          long failed = outcomes.getOrDefault("failed", 0.0).longValue();
          long lost = outcomes.getOrDefault("dead_letter", 0.0).longValue();
          boolean none = outcomes.getOrDefault("sent", 0.0) == 0;
          String text =
              "the receiver "
                  + receiver
                  + (none ? " has taken no notification: " : " works, but ")
                  + failed
                  + " attempts failed"
                  + (lost > 0 ? ", " + lost + " notifications were given up" : "");
          String remedy =
              "send it a test: console, Alerts, Silences and receivers; the log says why";
          if (failed > 0 && (none || lost > 0)) {
            error("alerts", text, remedy);
          } else if (failed > 0) {
            note("alerts", text, remedy);
          }
        });
  }

  /** Attempts by outcome, for each {@code receiver (integration)}. */
  private Map<String, Map<String, Double>> outcomes() {
    Map<String, Map<String, Double>> receivers = new TreeMap<>();
    for (MetricFamily.Point point : notifications.points()) {
      if (point instanceof MetricFamily.NumberPoint number && point.labelValues().size() == 3) {
        List<String> labels = point.labelValues();
        String kind = labels.get(0).equals(labels.get(1)) ? "" : " (" + labels.get(1) + ")";
        receivers
            .computeIfAbsent(labels.get(0) + kind, none -> new HashMap<>())
            .merge(labels.get(2), number.value(), Double::sum);
      }
    }
    return receivers;
  }

  private void memory() {
    Runtime jvm = Runtime.getRuntime();
    long used = jvm.totalMemory() - jvm.freeMemory();
    if (used > MUCH * jvm.maxMemory()) {
      error(
          "memory",
          "the heap is nearly full: " + (used >> 20) + " of " + (jvm.maxMemory() >> 20) + " MiB",
          "a larger -Xmx; a smaller series.memory-mb and logs.memory of the agent");
    }
    double series = metric("obs_agent_series_memory_bytes");
    double limit = bytes(options.getOrDefault("series.memory-mb", ""));
    if (limit > 0 && series > MUCH * limit) {
      note(
          "memory",
          "kept series use all that they may, so older ones are coarser or gone",
          "a larger series.memory-mb, or fewer series: metrics.max-series");
    }
  }

  private static double bytes(String megabytes) {
    try {
      return megabytes.isEmpty() ? 0 : Double.parseDouble(megabytes) * (1 << 20);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
