// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/**
 * The short form: channels instead of a routing tree. Each channel becomes a receiver of its name;
 * an alert goes to the channels that its {@code channels} label names, and to all without one. Of
 * alerts that tell one fact in several severities, by the label {@code family}, the worst is told.
 */
final class ChannelReader {
  /** From the worst on. */
  private static final List<String> SEVERITIES = List.of("critical", "high", "warning", "info");

  private final Map<String, String> env;
  private final Map<String, Map<String, Object>> receivers = new LinkedHashMap<>();

  ChannelReader(Map<String, String> env) {
    this.env = env;
  }

  NotifyConfig read(String file, String text) throws NotifyConfigException {
    List<String> warnings = new ArrayList<>();
    Section root = Section.parse(file, text.isBlank() ? "{}" : text, warnings);
    DeliveryPolicy delivery = NotifyConfigReader.delivery(delivery(root));
    for (String key : List.of("channels", "notification_channels")) {
      Section channels = root.section(key);
      if (channels != null) {
        channels(channels);
      }
    }
    List<String> alertmanagers = NotifyConfigReader.alertmanagers(root);
    root.close();
    fromEnvironment();
    NotifyConfig config = NotifyConfig.parse(file, yaml());
    warnings.addAll(config.warnings);
    return new NotifyConfig(
        config.resolveTimeout,
        config.route,
        config.receivers,
        config.inhibitRules,
        config.timeIntervals,
        config.maintenanceWindows,
        config.schedules,
        delivery,
        alertmanagers,
        config.templates,
        warnings);
  }

  /** The delivery keys stand beside the channels here. */
  private static @Nullable Section delivery(Section root) throws NotifyConfigException {
    StringBuilder yaml = new StringBuilder();
    for (String key : List.of("webhook_timeout", "retry_attempts", "retry_delay")) {
      if (root.has(key)) {
        yaml.append(key).append(": ").append(root.text(key, "")).append('\n');
      }
    }
    return yaml.length() == 0
        ? null
        : Section.parse("delivery", yaml.toString(), new ArrayList<>());
  }

  private void channels(Section channels) throws NotifyConfigException {
    Section email = enabled(channels, "email");
    if (email != null) {
      email(email);
    }
    Section slack = enabled(channels, "slack");
    if (slack != null) {
      slack(slack);
    }
    Section pagerduty = enabled(channels, "pagerduty");
    if (pagerduty != null) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("routing_key", secret(pagerduty, "integration_key", "PAGERDUTY_INTEGRATION_KEY"));
      config.put("severity_mapping", pagerduty.map("severity_mapping"));
      close(pagerduty, "pagerduty", "pagerduty_configs", List.of(config));
    }
    Section opsgenie = enabled(channels, "opsgenie");
    if (opsgenie != null) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("api_key", secret(opsgenie, "api_key", "OPSGENIE_API_KEY"));
      close(opsgenie, "opsgenie", "opsgenie_configs", List.of(config));
    }
    Section webhook = enabled(channels, "webhook");
    if (webhook != null) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("url", secret(webhook, "url", "ALERT_WEBHOOK_URL"));
      close(webhook, "webhook", "webhook_configs", List.of(config));
    }
    channels.close();
  }

  private static @Nullable Section enabled(Section channels, String name)
      throws NotifyConfigException {
    Section channel = channels.section(name);
    return channel != null && channel.flag("enabled", true) ? channel : null;
  }

  private void close(Section section, String name, String key, List<?> configs)
      throws NotifyConfigException {
    section.flag("enabled", true);
    section.close();
    receivers.put(name, Map.of(key, configs));
  }

  /** The value under a key, or of the variable that {@code key_env} or else the usual one names. */
  private String secret(Section section, String key, String usual) throws NotifyConfigException {
    String direct = section.text(key, "");
    String variable = section.text(key + "_env", usual);
    String value = direct.isEmpty() ? env.getOrDefault(variable, "") : direct;
    if (value.isEmpty()) {
      throw section.error(
          key + "_env", "set '" + key + "' or the environment variable " + variable);
    }
    return value;
  }

  private void email(Section section) throws NotifyConfigException {
    String host = section.text("smtp_host", section.text("smtp_server", ""));
    if (host.isEmpty()) {
      host = env.getOrDefault("SMTP_HOST", "");
    }
    if (host.isEmpty()) {
      throw section.error("smtp_host", "set 'smtp_host' or the environment variable SMTP_HOST");
    }
    int port = section.number("smtp_port", 587);
    String user = section.text("username", env.getOrDefault("SMTP_USERNAME", ""));
    List<String> recipients = new ArrayList<>(section.texts("recipients"));
    if (recipients.isEmpty() && !env.getOrDefault("ALERT_EMAIL", "").isEmpty()) {
      recipients.add(env.getOrDefault("ALERT_EMAIL", ""));
    }
    if (recipients.isEmpty()) {
      throw section.error("recipients", "set 'recipients' or the environment variable ALERT_EMAIL");
    }
    String password = user.isEmpty() ? "" : secret(section, "password", "SMTP_PASSWORD");
    section.text("password_env", "");
    String from = section.text("from", user.contains("@") ? user : recipients.get(0));
    Map<String, Object> config = mail(host + ":" + port, user, password, from, recipients);
    config.put("require_tls", section.flag("require_tls", true));
    if (section.has("subject")) {
      config.put("headers", Map.of("Subject", section.text("subject", "")));
    }
    for (String key : List.of("html", "text")) {
      if (section.has(key)) {
        config.put(key, section.text(key, ""));
      }
    }
    close(section, "email", "email_configs", List.of(config));
  }

  private static Map<String, Object> mail(
      String smarthost, String user, String password, String from, List<String> recipients) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("to", String.join(", ", recipients));
    config.put("from", from);
    config.put("smarthost", smarthost);
    config.put("send_resolved", true);
    if (!user.isEmpty()) {
      config.put("auth_username", user);
      config.put("auth_password", password);
    }
    return config;
  }

  private void slack(Section section) throws NotifyConfigException {
    String url = secret(section, "webhook_url", "SLACK_WEBHOOK_URL");
    List<String> names = new ArrayList<>(section.texts("channels"));
    String usual = section.text("default_channel", "");
    if (names.isEmpty()) {
      names.add(usual);
    }
    List<String> mentions = section.texts("mention_users");
    List<Map<String, Object>> configs = new ArrayList<>();
    for (String name : names) {
      Map<String, Object> config = slackConfig(url);
      if (!name.isEmpty()) {
        config.put("channel", name);
      }
      if (!mentions.isEmpty()) {
        config.put("mention_users", mentions);
      }
      configs.add(config);
    }
    close(section, "slack", "slack_configs", configs);
  }

  private static Map<String, Object> slackConfig(String url) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("api_url", url);
    config.put("send_resolved", true);
    return config;
  }

  /** One variable alone switches a channel on that the text does not speak of. */
  private void fromEnvironment() {
    String slack = env.getOrDefault("SLACK_WEBHOOK_URL", "");
    if (!slack.isEmpty() && !receivers.containsKey("slack")) {
      receivers.put("slack", Map.of("slack_configs", List.of(slackConfig(slack))));
    }
    String mail = env.getOrDefault("ALERT_EMAIL", "");
    String host = env.getOrDefault("SMTP_HOST", "");
    if (!mail.isEmpty() && !host.isEmpty() && !receivers.containsKey("email")) {
      String user = env.getOrDefault("SMTP_USERNAME", "");
      String smarthost = host + ":" + env.getOrDefault("SMTP_PORT", "587");
      String from = env.getOrDefault("SMTP_FROM", user.contains("@") ? user : mail);
      String password = env.getOrDefault("SMTP_PASSWORD", "");
      receivers.put(
          "email",
          Map.of("email_configs", List.of(mail(smarthost, user, password, from, List.of(mail)))));
    }
    String pagerduty = env.getOrDefault("PAGERDUTY_INTEGRATION_KEY", "");
    if (!pagerduty.isEmpty() && !receivers.containsKey("pagerduty")) {
      receivers.put(
          "pagerduty", Map.of("pagerduty_configs", List.of(Map.of("routing_key", pagerduty))));
    }
  }

  /** While one severity of a family fires, those below it are mute for the same process. */
  private static List<Object> inhibitions() {
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < SEVERITIES.size() - 1; i++) {
      String lower = String.join("|", SEVERITIES.subList(i + 1, SEVERITIES.size()));
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put(
          "source_matchers", List.of("severity=\"" + SEVERITIES.get(i) + "\"", "family!=\"\""));
      rule.put("target_matchers", List.of("severity=~\"" + lower + "\"", "family!=\"\""));
      rule.put("equal", List.of("family", "job", "instance"));
      rules.add(rule);
    }
    return rules;
  }

  private String yaml() {
    List<Object> list = new ArrayList<>();
    List<Object> routes = new ArrayList<>();
    list.add(Map.of("name", "none"));
    // It always fires, to prove that alerting works: for a machine that is named, not for people.
    Map<String, Object> watchdog = new LinkedHashMap<>();
    watchdog.put("receiver", "none");
    watchdog.put("matchers", List.of("alertname=\"Watchdog\"", "channels=\"\""));
    routes.add(watchdog);
    receivers.forEach(
        (name, configs) -> {
          Map<String, Object> receiver = new LinkedHashMap<>();
          receiver.put("name", name);
          receiver.putAll(configs);
          list.add(receiver);
          Map<String, Object> route = new LinkedHashMap<>();
          route.put("receiver", name);
          route.put("matchers", List.of("channels=~\"|(.*,)?" + name + "(,.*)?\""));
          route.put("continue", true);
          routes.add(route);
        });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("receiver", "none");
    root.put("group_by", List.of("alertname"));
    root.put("routes", routes);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("route", root);
    config.put("receivers", list);
    config.put("inhibit_rules", inhibitions());
    return new Dump(DumpSettings.builder().build()).dumpToString(config);
  }
}
