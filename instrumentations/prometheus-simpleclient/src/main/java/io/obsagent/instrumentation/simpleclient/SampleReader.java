// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.Enumeration;
import java.util.List;

/** Reads the samples of one registry. */
enum SampleReader implements FamilyReader<CollectorRegistry> {
  INSTANCE;

  @Override
  public List<MetricFamily> read(CollectorRegistry registry) {
    MetricFamilies families = new MetricFamilies();
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
    return families.families();
  }

  private static void add(MetricFamilySamples family, MetricFamilies families) {
    String type = family.type.name(); // its constants are other ones in each version
    boolean histogram = type.equals("HISTOGRAM");
    if (histogram || type.equals("SUMMARY")) {
      Distributions distributions = new Distributions(family.name, histogram);
      family.samples.forEach(distributions::add);
      distributions.addTo(families, family.help);
      return;
    }
    for (Sample sample : family.samples) {
      if (!type.equals("COUNTER") || !sample.name.endsWith("_created")) {
        families.add(
            sample.name,
            family.help,
            "",
            typeOf(type, sample),
            sample.labelNames,
            new NumberPoint(
                List.copyOf(sample.labelValues), sample.value, SampleExemplar.of(sample)));
      }
    }
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
