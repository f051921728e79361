// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be said about a metric, in one place: a constant of the class that records it.
 * Immutable.
 *
 * <pre>{@code
 * static final MetricDefinition SENT =
 *     MetricDefinition.counter("mails_sent_total", "Mails that a server has taken.")
 *         .unit("{mail}")
 *         .labels("server");
 * }</pre>
 *
 * There is one definition for each name; a test of the build collects them all and compares.
 *
 * @param name Prometheus name; a counter's ends in {@code _total}
 * @param help one sentence; never empty
 * @param unit OpenTelemetry unit, e.g. {@code s}, {@code By}, {@code {token}}, or empty
 * @param labelNames names of the labels, in the order in which values are given
 * @param bounds default upper bounds of a histogram, ascending, without {@code +Inf}; the option
 *     {@code metrics.buckets.<name>} wins
 * @param semconv what the conventions call it, or each part of it; empty where they have no name
 * @param olderThanProcess whether a counter's total may have begun before this process
 */
public record MetricDefinition(
    String name,
    String help,
    String unit,
    Type type,
    List<String> labelNames,
    List<Double> bounds,
    List<SemconvName> semconv,
    boolean olderThanProcess) {

  private MetricDefinition(String name, String help, Type type, List<Double> bounds) {
    this(name, help, "", type, List.of(), bounds, List.of(), false);
  }

  /** Written out, as is {@code equals}: for a record's own the JVM makes two dozen classes. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof MetricDefinition definition
            && name.equals(definition.name)
            && help.equals(definition.help)
            && unit.equals(definition.unit)
            && type == definition.type
            && labelNames.equals(definition.labelNames)
            && bounds.equals(definition.bounds)
            && semconv.equals(definition.semconv)
            && olderThanProcess == definition.olderThanProcess;
  }

  /** A number that only grows. */
  public static MetricDefinition counter(String name, String help) {
    return new MetricDefinition(name, help, Type.COUNTER, List.of());
  }

  /** A number that goes up and down. */
  public static MetricDefinition gauge(String name, String help) {
    return new MetricDefinition(name, help, Type.GAUGE, List.of());
  }

  /** A distribution. */
  public static MetricDefinition histogram(String name, String help, double... bounds) {
    List<Double> boxed = new ArrayList<>(bounds.length);
    for (double bound : bounds) {
      boxed.add(bound);
    }
    return new MetricDefinition(name, help, Type.HISTOGRAM, List.copyOf(boxed));
  }

  public MetricDefinition unit(String newUnit) {
    return new MetricDefinition(
        name, help, newUnit, type, labelNames, bounds, semconv, olderThanProcess);
  }

  public MetricDefinition labels(String... names) {
    return new MetricDefinition(
        name, help, unit, type, List.of(names), bounds, semconv, olderThanProcess);
  }

  /** The conventions' name, or one for each part that they keep apart. */
  public MetricDefinition semconv(SemconvName... names) {
    return new MetricDefinition(
        name, help, unit, type, labelNames, bounds, List.of(names), olderThanProcess);
  }

  /** For totals that the host or the container counts. */
  public MetricDefinition asOlderThanProcess() {
    return new MetricDefinition(name, help, unit, type, labelNames, bounds, semconv, true);
  }

  /** The conventions' name for one series; null where they have none. */
  public @Nullable SemconvName semconvOf(List<String> labelValues) {
    for (int i = 0; i < semconv.size(); i++) {
      SemconvName candidate = semconv.get(i);
      if (candidate.covers(labelNames, labelValues)) {
        return candidate;
      }
    }
    return null;
  }
}
