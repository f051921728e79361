// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.ConfigNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of a file that another product's configuration has below {@code monitoring}: read as today's
 * options, unless these are given as well, and told once. Loaded only where a file has them.
 */
final class OldKeys {
  static final String ROOT = "monitoring";

  private static final String GRAFANA = "monitoring.dashboards.grafana.";
  private static final String PROVISIONING = "monitoring.dashboards.auto_provisioning.";
  private static final String PROMETHEUS = "monitoring.metrics.prometheus.";

  private static final Map<String, String> RENAMED =
      Map.of(
          PROMETHEUS + "scrape_interval", "evaluation.interval",
          GRAFANA + "api_key", "dashboards.grafana.api-key",
          GRAFANA + "api_key_env", "dashboards.grafana.api-key_env",
          GRAFANA + "default_folder", "dashboards.grafana.folder",
          PROVISIONING + "enabled", "dashboards.grafana.push",
          PROVISIONING + "dashboard_paths", "dashboards.files");

  /** What no option takes, and why. */
  private static final Map<String, String> TAKEN_BY_NONE =
      Map.of(
          PROMETHEUS + "retention",
          "series stay as long as 'series.memory-mb' and 'series.disk-mb' have room for them");

  /** Where {@code host} and {@code port} make an address. */
  private enum Address {
    OF_PROMETHEUS(PROMETHEUS, "9090", "prometheus.url"),
    OF_GRAFANA(GRAFANA, "3000", "dashboards.grafana.url");

    final String prefix;
    final String usualPort;
    final String option;

    Address(String prefix, String usualPort, String option) {
      this.prefix = prefix;
      this.usualPort = usualPort;
      this.option = option;
    }
  }

  private final ConfigFile file;
  private final List<String> problems;
  private final Map<String, ConfigNode> old = new LinkedHashMap<>();
  private final Map<String, ConfigNode> entries = new LinkedHashMap<>();

  private OldKeys(ConfigNode.Mapping root, List<String> problems) {
    this.file = new ConfigFile(root, List.of());
    this.problems = problems;
    Map<String, ConfigNode> below = new LinkedHashMap<>();
    root.entries().forEach((key, node) -> (isOld(key) ? below : entries).put(key, node));
    ConfigNode.Mapping all = new ConfigNode.Mapping(root.place(), below);
    for (ConfigFile.Key key : new ConfigFile(all, List.of()).keys(name -> false)) {
      old.put(key.name(), key.value());
    }
  }

  private static boolean isOld(String key) {
    return key.equals(ROOT) || key.startsWith(ROOT + ".");
  }

  /**
   * The same with today's names; what has none stays as it is.
   *
   * @param problems gets a line for each old key
   */
  static ConfigNode.Mapping translate(ConfigNode.Mapping root, List<String> problems) {
    OldKeys keys = new OldKeys(root, problems);
    keys.translate();
    return new ConfigNode.Mapping(root.place(), keys.entries);
  }

  private void translate() {
    for (Address each : Address.values()) {
      translate(each);
    }
    old.forEach(
        (key, node) -> {
          String option = RENAMED.get(key);
          String reason = TAKEN_BY_NONE.get(key);
          if (option != null) {
            take(key, option, node);
          } else if (reason != null) {
            problems.add(node.place() + ": '" + key + "' does not count: " + reason);
          } else {
            entries.put(key, node);
          }
        });
  }

  private void translate(Address address) {
    ConfigNode host = old.remove(address.prefix + "host");
    ConfigNode port = old.remove(address.prefix + "port");
    if (host instanceof ConfigNode.Scalar name) {
      String number = port instanceof ConfigNode.Scalar given ? given.text() : address.usualPort;
      String url = "http://" + name.text() + ":" + number;
      take(address.prefix + "host", address.option, new ConfigNode.Scalar(name.place(), url));
    } else if (port != null) {
      problems.add(port.place() + ": '" + address.prefix + "port' does not count without a host");
    }
  }

  private void take(String key, String option, ConfigNode value) {
    ConfigNode given = file.node(option);
    if (given == null) {
      entries.put(option, value);
    }
    problems.add(
        value.place()
            + ": '"
            + key
            + "' is deprecated, write '"
            + option
            + (given == null ? "'" : "'; " + given.place() + " has that, and counts"));
  }
}
