// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.loki;

import io.obsagent.exporter.transport.ReceiverOptions;
import io.obsagent.spi.config.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the {@code loki} exporter. */
final class LokiOptions {
  static final Option<String> ENDPOINT =
      Option.url(
          "exporter.loki.endpoint",
          "Loki, http://host:3100, or with the full path. If it is not set but loki is chosen:"
              + " http://localhost:3100.");

  static final Option<String> TENANT =
      Option.text("exporter.loki.tenant", "", "The tenant, sent as X-Scope-OrgID.");

  static final Option<Map<String, String>> LABELS =
      Option.of(
          "exporter.loki.labels",
          "list",
          "",
          "Labels of every stream, as name=value,name=value, beside service_name,"
              + " deployment_environment and level.",
          LokiOptions::parseLabels);

  static final ReceiverOptions RECEIVER = ReceiverOptions.of("exporter.loki");

  private LokiOptions() {}

  static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(List.of(ENDPOINT, TENANT, LABELS));
    all.addAll(RECEIVER.all());
    return all;
  }

  private static Map<String, String> parseLabels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String part : text.split(",", 16)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = part.substring(0, Math.max(0, equals)).trim();
      if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
        throw new IllegalArgumentException("expected name=value,name=value, at most 15");
      }
      labels.put(name, part.substring(equals + 1).trim());
    }
    return Collections.unmodifiableMap(labels);
  }
}
