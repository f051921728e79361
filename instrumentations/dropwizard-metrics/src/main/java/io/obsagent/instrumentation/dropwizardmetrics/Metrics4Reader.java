// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import java.util.List;
import java.util.Map;

/** Reads one registry of version 4. */
enum Metrics4Reader implements FamilyReader<MetricRegistry> {
  INSTANCE;

  @Override
  public List<MetricFamily> read(MetricRegistry registry) {
    DropwizardFamilies families = new DropwizardFamilies();
    for (Map.Entry<String, Metric> entry : registry.getMetrics().entrySet()) {
      try {
        add(families.named(entry.getKey(), Map.of()), entry.getValue());
      } catch (Throwable e) {
        AgentLog.limited(
            AgentLog.Level.INFO,
            "dropwizard",
            "dropwizard-metrics: '" + entry.getKey() + "' could not be read: " + e);
      }
    }
    return families.families();
  }

  private static void add(DropwizardFamilies.Named named, Metric metric) {
    if (metric instanceof Timer timer) {
      named.timer(timer.getCount(), timer.getSnapshot()::getValue);
    } else if (metric instanceof Histogram histogram) {
      named.histogram(histogram.getCount(), histogram.getSnapshot()::getValue);
    } else if (metric instanceof Counter counter) {
      named.gauge(counter.getCount());
    } else if (metric instanceof Metered meter) {
      named.counter(meter.getCount());
    } else if (metric instanceof Gauge<?> gauge) {
      named.gauge(gauge.getValue());
    }
  }
}
