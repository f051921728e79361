// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Reads the snapshots of one registry. */
enum SnapshotReader implements FamilyReader<PrometheusRegistry> {
  INSTANCE;

  @Override
  public List<MetricFamily> read(PrometheusRegistry registry) {
    SnapshotFamilies families = new SnapshotFamilies();
    for (MetricSnapshot snapshot : registry.scrape()) {
      families.add(snapshot);
    }
    return families.families();
  }
}
