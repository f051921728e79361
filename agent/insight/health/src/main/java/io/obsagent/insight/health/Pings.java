// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.telemetry.CalledServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks of the servers of AI models and of MCP that the application has clients of, as they come
 * and go: whether they are there. Guarded by the feature.
 */
final class Pings {
  private static final int MAX_SERVERS = 50;
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Check> checks = new LinkedHashMap<>();

  List<Check> checks() {
    return List.copyOf(checks.values());
  }

  /** Whether there are others now. */
  boolean look() {
    List<String> urls = CalledServer.urls();
    boolean others = checks.keySet().retainAll(urls);
    for (String url : urls) {
      if (checks.size() < MAX_SERVERS && !checks.containsKey(url)) {
        checks.put(url, check(url));
        others = true;
      }
    }
    return others;
  }

  /** Named as a person would: without the port that is the usual one. */
  private static Check check(String url) {
    String place =
        url.startsWith("https:")
            ? url.replaceFirst(":443$", "").substring("https://".length())
            : url.replaceFirst(":80$", "").substring("http://".length());
    return new Check("ping " + place, probe(url), INTERVAL, TIMEOUT, Weight.NORMAL);
  }

  private static Probe probe(String url) {
    try {
      return Probe.answer(url);
    } catch (IllegalArgumentException e) {
      return (insight, timeout) -> ""; // nothing that a connection can be made to
    }
  }
}
