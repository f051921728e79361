// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A component that becomes better or worse is an event; that nothing is known of it for a while is
 * none. Guarded by the feature.
 */
final class HealthWatch {
  private static final int MAX_COMPONENTS = 1_000;

  private final EventStore store;

  /** What each was when it was known last. */
  private final Map<String, HealthStatus> last = new HashMap<>();

  HealthWatch(EventStore store) {
    this.store = store;
  }

  void cycle(long timeMillis, List<HealthComponent> components) {
    for (HealthComponent component : components) {
      if (component.status() == HealthStatus.UNKNOWN
          || last.size() >= MAX_COMPONENTS && !last.containsKey(component.name())) {
        continue;
      }
      HealthStatus before = last.put(component.name(), component.status());
      HealthStatus known = before == null ? HealthStatus.HEALTHY : before;
      if (known != component.status()) {
        changed(timeMillis, component, known);
      }
    }
  }

  private void changed(long timeMillis, HealthComponent component, HealthStatus before) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(EventTypes.SUBJECT, component.name());
    attributes.put("kind", component.kind());
    attributes.put("from", before.word());
    attributes.put(EventTypes.STATUS, component.status().word());
    String detail = component.detail();
    store.add(
        new Event(
            DeploymentWatch.SOURCE + ":health:" + component.name() + ':' + timeMillis,
            timeMillis,
            EventTypes.HEALTH,
            DeploymentWatch.SOURCE,
            component.name()
                + " is "
                + component.status().word()
                + (detail.isEmpty() ? "" : ": " + detail),
            attributes));
  }
}
