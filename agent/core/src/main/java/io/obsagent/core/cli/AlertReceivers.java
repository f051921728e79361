// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.core.cli.ConfigCommand.Checked;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the receivers of alerts are reached by: in a file of Alertmanager's format, or else below
 * {@code alerting.channels} and in the environment. A file that cannot be read is told elsewhere.
 */
final class AlertReceivers {
  private static final String ALERTMANAGER = "alerting.alertmanager-file";
  private static final String CHANNELS = "alerting.channels";
  private static final Pattern ADDRESS = Pattern.compile("(\\w+_)?url|(smtp_)?smarthost");
  private static final String BY_VARIABLE = "_env";
  private static final String SMTP_PORT = "587";

  private final Map<String, String> environment;
  private final Map<String, String> found = new LinkedHashMap<>();

  private AlertReceivers(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Where each address, a URL or {@code host:port}, is given. */
  static Map<String, String> of(Checked checked, Map<String, String> environment) {
    AlertReceivers receivers = new AlertReceivers(environment);
    String routes = checked.value(ALERTMANAGER);
    if (routes.isEmpty()) {
      receivers.channels(at(parse(checked.value("config.file")), CHANNELS));
    } else {
      receivers.addresses(ALERTMANAGER + ": ", parse(routes));
    }
    return receivers.found;
  }

  private static @Nullable Object parse(String file) {
    try {
      return Files.isRegularFile(Path.of(file))
          ? YamlValue.parse(Files.readString(Path.of(file)))
          : null;
    } catch (IOException | YamlException | InvalidPathException e) {
      return null; // an error of the configuration
    }
  }

  /** A part of a file, whose keys may be nested, dotted or both. */
  private static @Nullable Object at(@Nullable Object tree, String key) {
    if (!(tree instanceof Map<?, ?> map) || map.containsKey(key)) {
      return tree instanceof Map<?, ?> map ? map.get(key) : null;
    }
    int dot = key.indexOf('.');
    return dot < 0 ? null : at(map.get(key.substring(0, dot)), key.substring(dot + 1));
  }

  private void channels(@Nullable Object channels) {
    Map<?, ?> given = channels instanceof Map<?, ?> map ? map : Map.of();
    given.forEach(
        (name, channel) -> {
          if (channel instanceof Map<?, ?> map && !"false".equals(text(map, "enabled"))) {
            String where = CHANNELS + ": '" + name + "' ";
            map.forEach((key, value) -> variable(where, Objects.toString(key), value));
            addresses(where, map);
            mail(where, map);
          }
        });
    if (!given.containsKey("slack")) {
      add(environment.get("SLACK_WEBHOOK_URL"), "SLACK_WEBHOOK_URL");
    }
    String host = environment.getOrDefault("SMTP_HOST", "");
    if (!given.containsKey("email") && !host.isEmpty() && environment.containsKey("ALERT_EMAIL")) {
      add(host + ":" + environment.getOrDefault("SMTP_PORT", SMTP_PORT), "SMTP_HOST");
    }
  }

  private void variable(String where, String key, @Nullable Object name) {
    String plain = key.endsWith(BY_VARIABLE) ? key.substring(0, key.length() - 4) : "";
    if (ADDRESS.matcher(plain).matches()) {
      add(environment.get(Objects.toString(name, "")), where + key);
    }
  }

  private void mail(String where, Map<?, ?> channel) {
    String host = text(channel, "smtp_host");
    String key = host.isEmpty() ? "smtp_server" : "smtp_host";
    String name = host.isEmpty() ? text(channel, key) : host;
    String port = text(channel, "smtp_port");
    if (!name.isEmpty()) {
      add(name + ":" + (port.isEmpty() ? SMTP_PORT : port), where + key);
    }
  }

  private static String text(Map<?, ?> map, String key) {
    return Objects.toString(map.get(key), "");
  }

  private void add(@Nullable String address, String where) {
    if (address != null && !address.isEmpty()) {
      found.putIfAbsent(address, where);
    }
  }

  /** URLs and hosts of mail, wherever they stand. */
  private void addresses(String where, @Nullable Object value) {
    if (value instanceof List<?> list) {
      for (Object each : list) {
        boolean named = each instanceof Map<?, ?> map && map.get("name") != null;
        addresses(named ? where + "'" + text((Map<?, ?>) each, "name") + "' " : where, each);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> {
            String name = String.valueOf(key);
            boolean address = ADDRESS.matcher(name).matches();
            if (address && inner instanceof String text && !text.contains("{{")) {
              add(text, where + name);
            } else {
              addresses(where, inner);
            }
          });
    }
  }
}
