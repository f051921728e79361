// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the samples of one registry. */
enum SampleReader implements FamilyReader<CollectorRegistry> {
  INSTANCE;

  @Override
  public List<MetricFamily> read(CollectorRegistry registry) {
    List<MetricFamily> families = new ArrayList<>();
    try {
      Enumeration<MetricFamilySamples> all = registry.metricFamilySamples();
      while (all.hasMoreElements()) {
        add(all.nextElement(), families);
      }
    } catch (RuntimeException e) {
      // As for a scrape: there is no way past a collector that throws.
      AgentLog.limited(
          AgentLog.Level.WARN, "simpleclient", "simpleclient: a collector could not be read: " + e);
    }
    return families;
  }

  private static void add(MetricFamilySamples samples, List<MetricFamily> families) {
    String type = samples.type.name(); // its constants are other ones in each version
    String help = samples.help.isBlank() ? "The application's " + samples.name + "." : samples.help;
    boolean histogram = type.equals("HISTOGRAM");
    if (histogram || type.equals("SUMMARY")) {
      Distributions distributions = new Distributions(samples.name, help, histogram);
      samples.samples.forEach(distributions::add);
      families.addAll(distributions.families());
      return;
    }
    Map<List<String>, MetricFamily> heads = new LinkedHashMap<>();
    Map<List<String>, List<MetricFamily.Point>> points = new LinkedHashMap<>();
    for (Sample sample : samples.samples) {
      if (type.equals("COUNTER") && sample.name.endsWith("_created")) {
        continue;
      }
      List<String> key = new ArrayList<>(sample.labelNames);
      key.add(sample.name);
      heads.computeIfAbsent(key, first -> head(sample, help, typeOf(type, sample)));
      points
          .computeIfAbsent(key, first -> new ArrayList<>())
          .add(new MetricFamily.NumberPoint(List.copyOf(sample.labelValues), sample.value, null));
    }
    heads.forEach(
        (key, head) -> families.add(new MetricFamily(head.definition(), points.get(key))));
  }

  private static MetricFamily head(Sample sample, String help, Type type) {
    return new MetricFamily(
        sample.name,
        help,
        Distributions.unit(sample.name),
        type,
        List.copyOf(sample.labelNames),
        List.of());
  }

  /** Before 0.10 a counter could be called anything: then it is not one by its name. */
  private static Type typeOf(String type, Sample sample) {
    return switch (type) {
      case "COUNTER" -> sample.name.endsWith("_total") ? Type.COUNTER : Type.UNKNOWN;
      case "GAUGE", "INFO", "STATE_SET" -> Type.GAUGE;
      default -> Type.UNKNOWN;
    };
  }
}
