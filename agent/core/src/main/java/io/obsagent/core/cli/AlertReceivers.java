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
  private static final String IN_FILE = "_file";
  private static final String CONFIGS = "_configs";
  private static final String SMTP_PORT = "587";

  /** Where a kind of receiver is told if its section names no address. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "pagerduty", "https://events.pagerduty.com/",
          "opsgenie", "https://api.opsgenie.com/",
          "victorops", "https://alert.victorops.com/",
          "pushover", "https://api.pushover.net/",
          "wechat", "https://qyapi.weixin.qq.com/",
          "webex", "https://webexapis.com/",
          "telegram", "https://api.telegram.org/",
          "rocketchat", "https://open.rocket.chat/");

  /** Channels and what the environment has for them where the file says nothing. */
  private static final Map<String, String> VARIABLES =
      Map.of("slack", "SLACK_WEBHOOK_URL", "webhook", "ALERT_WEBHOOK_URL");

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
            int before = found.size();
            addresses(where, map);
            mail(where, map);
            if (found.size() == before) {
              usual(name.toString(), where);
            }
          }
        });
    if (!given.containsKey("slack")) {
      usual("slack", "");
    }
    if (!given.containsKey("pagerduty") && environment.containsKey("PAGERDUTY_INTEGRATION_KEY")) {
      usual("pagerduty", "PAGERDUTY_INTEGRATION_KEY: ");
    }
    if (!given.containsKey("email") && environment.containsKey("ALERT_EMAIL")) {
      usual("email", "");
    }
  }

  /** What a channel is reached by whose section has no address. */
  private void usual(String channel, String where) {
    String host = environment.getOrDefault("SMTP_HOST", "");
    if (channel.equals("email") && !host.isEmpty()) {
      add(host + ":" + environment.getOrDefault("SMTP_PORT", SMTP_PORT), where + "SMTP_HOST");
    }
    String variable = VARIABLES.getOrDefault(channel, "");
    add(environment.get(variable), where + variable);
    add(SERVICES.get(channel), where.isEmpty() ? channel : where + "the service");
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
      map.forEach((key, inner) -> entry(where, String.valueOf(key), inner));
    }
  }

  private void entry(String where, String key, @Nullable Object value) {
    boolean file = key.endsWith(IN_FILE);
    String plain = file ? key.substring(0, key.length() - IN_FILE.length()) : key;
    if (value instanceof String text && ADDRESS.matcher(plain).matches()) {
      if (!text.contains("{{")) {
        add(file ? content(text) : text, where + key);
      }
    } else if (key.equals("alertmanagers") && value instanceof List<?> urls) {
      urls.forEach(url -> add(Objects.toString(url, ""), where + key));
    } else {
      int before = found.size();
      addresses(where, value);
      if (found.size() == before && key.endsWith(CONFIGS)) {
        String kind = key.substring(0, key.length() - CONFIGS.length());
        add(SERVICES.get(kind), where + key);
      }
    }
  }

  /** One that cannot be read is an error of the configuration. */
  private static @Nullable String content(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
