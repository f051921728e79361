// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.BusinessMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics that entries define now. They are the application's, so one whose name the agent has
 * stands beside it; what the agent keeps of the application's business is one with its own.
 * Thread-safe.
 */
final class Instruments {
  private final Metrics agents;
  private final Metrics metrics;
  private final Map<MetricDefinition, SeriesNode> roots = new LinkedHashMap<>();

  Instruments(Metrics agents) {
    this.agents = agents;
    this.metrics = agents.ofApplication();
  }

  /** Ends metrics that no entry has any more, and answers the entries whose metrics can be made. */
  synchronized List<MethodEntry> use(List<MethodEntry> entries) {
    List<MetricDefinition> wanted = new ArrayList<>();
    entries.forEach(entry -> entry.metrics().forEach(spec -> wanted.add(spec.definition())));
    for (MetricDefinition definition : List.copyOf(roots.keySet())) {
      if (!wanted.contains(definition)) {
        roots.remove(definition);
        metrics.forget(definition);
      }
    }
    List<MethodEntry> usable = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (MethodEntry entry : entries) {
      String taken = makeAll(entry);
      if (taken.isEmpty()) {
        usable.add(entry);
      } else {
        problems.add(
            entry.place()
                + ": another entry has a metric "
                + taken
                + " of another shape; give this one another name; this entry is left out");
      }
    }
    Problems.replace("methods.metrics", problems);
    return List.copyOf(usable);
  }

  /** The name that is taken, or empty. */
  private String makeAll(MethodEntry entry) {
    for (MetricSpec spec : entry.metrics()) {
      if (!metrics.fits(spec.definition())) {
        return spec.definition().name();
      }
    }
    for (MetricSpec spec : entry.metrics()) {
      roots.computeIfAbsent(spec.definition(), definition -> make(spec.kind(), definition));
    }
    return "";
  }

  private SeriesNode make(MetricSpec.Kind kind, MetricDefinition definition) {
    int labels = definition.labelNames().size();
    return switch (kind) {
      case COUNTER -> SeriesNode.root(metrics.counter(definition)::labels, labels);
      case HISTOGRAM ->
          isOperation(definition)
              ? SeriesNode.root(
                  agents.histogram(BusinessMetrics.OPERATION_DURATION)::labels, labels)
              : SeriesNode.root(metrics.histogram(definition)::labels, labels);
      default -> SeriesNode.root(metrics.gauge(definition)::labels, labels);
    };
  }

  private static boolean isOperation(MetricDefinition definition) {
    MetricDefinition operation = BusinessMetrics.OPERATION_DURATION;
    return definition.name().equals(operation.name())
        && definition.labelNames().equals(operation.labelNames());
  }

  /** Where a metric's series are found; of one that is gone, one that nobody reads. */
  synchronized SeriesNode root(MetricSpec spec) {
    SeriesNode known = roots.get(spec.definition());
    return known != null
        ? known
        : SeriesNode.root(values -> values, spec.definition().labelNames().size());
  }
}
