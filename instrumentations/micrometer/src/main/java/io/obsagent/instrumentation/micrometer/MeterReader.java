// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics.FamilyReader;
import java.util.List;
import java.util.Set;

/** Reads the meters of one registry. */
enum MeterReader implements FamilyReader<MeterRegistry> {
  INSTANCE;

  @Override
  public List<MetricFamily> read(MeterRegistry registry) {
    if (registry.isClosed()) {
      return List.of();
    }
    Set<Meter.Id> elsewhere = Registries.countedElsewhere(registry);
    List<Meter> meters = registry.getMeters();
    MeterFamilies families = new MeterFamilies(meters);
    for (Meter meter : meters) {
      Meter.Id id = meter.getId();
      if (id.syntheticAssociation() != null || elsewhere.contains(id)) {
        continue; // it is told with the meter that it belongs to, or by another registry
      }
      try {
        if (!families.add(meter)) {
          tell(
              registry
                  + " counts in steps, not since the start: '"
                  + id.getName()
                  + "' is not shown");
        }
      } catch (Throwable e) {
        tell("meter '" + id.getName() + "' could not be read: " + e);
      }
    }
    return families.families();
  }

  private static void tell(String what) {
    AgentLog.limited(AgentLog.Level.INFO, "micrometer", "micrometer: " + what);
  }
}
