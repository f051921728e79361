// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/** Micrometer's own registry for Prometheus, which each version has in a package of its own. */
final class Scrape {
  private Scrape() {}

  static MeterRegistry registry() throws ReflectiveOperationException {
    String place = "io.micrometer.prometheusmetrics.";
    try {
      Class.forName(place + "PrometheusMeterRegistry");
    } catch (ClassNotFoundException before113) {
      place = "io.micrometer.prometheus.";
    }
    Class<?> config = Class.forName(place + "PrometheusConfig");
    return (MeterRegistry)
        Class.forName(place + "PrometheusMeterRegistry")
            .getConstructor(config)
            .newInstance(config.getField("DEFAULT").get(null));
  }

  /** Series as they are written, with what they are worth. */
  static Map<String, Double> series(MeterRegistry registry) throws ReflectiveOperationException {
    String text = (String) registry.getClass().getMethod("scrape").invoke(registry);
    Map<String, Double> series = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (!line.startsWith("#") && !line.isEmpty()) {
        int space = line.lastIndexOf(' ');
        String name = asOfToday(line.substring(0, space).replace(",}", "}"));
        series.put(name, Double.valueOf(line.substring(space + 1)));
      }
    }
    return series;
  }

  /** Versions between the oldest and 1.13 named what a long task timer tells in another way. */
  private static String asOfToday(String name) {
    return name.replace("_active_count", "_count").replace("_duration_sum", "_sum");
  }
}
