// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks of the certificates of what the application calls by HTTPS, as it is found. Guarded by the
 * feature.
 */
final class Certificates {
  private static final int MAX_HOSTS = 50;
  private static final String PORT = ":443";
  private static final Duration INTERVAL = Duration.ofHours(6);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Check> checks = new LinkedHashMap<>();

  List<Check> checks() {
    return List.copyOf(checks.values());
  }

  /** Whether there is another one now. */
  boolean look(List<HealthComponent> components) {
    boolean more = false;
    for (HealthComponent component : components) {
      String host = component.name().replaceFirst("^http ", "");
      boolean standard = host.endsWith(PORT) || host.indexOf(':') < 0;
      if (component.kind().equals("http")
          && standard
          && !checks.containsKey(host)
          && checks.size() < MAX_HOSTS) {
        add(host);
        more = true;
      }
    }
    return more;
  }

  private void add(String host) {
    Probe tls;
    try {
      tls = NetworkProbes.tls(host.endsWith(PORT) ? host : host + PORT);
    } catch (IllegalArgumentException e) {
      tls = (insight, timeout) -> ""; // nothing that a connection can be made to
    }
    Probe asked = tls;
    Probe certificate =
        (insight, timeout) -> {
          try {
            return asked.ask(insight, timeout);
          } catch (IOException e) {
            return ""; // that it cannot be reached is another component's to tell
          }
        };
    checks.put(
        host, new Check("certificate " + host, certificate, INTERVAL, TIMEOUT, Weight.NORMAL));
  }
}
