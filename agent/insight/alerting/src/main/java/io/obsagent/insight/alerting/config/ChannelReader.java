// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.LabelMatcher.Op;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The short form: channels instead of a routing tree. Each channel becomes a receiver of its name;
 * an alert goes to the channels that its {@code channels} label names, and to all without one. Of
 * alerts that tell one fact in several severities, by the label {@code family}, the worst is told.
 */
final class ChannelReader {
  /** From the worst on. */
  private static final List<String> SEVERITIES = List.of("critical", "high", "warning", "info");

  private static final TemplateFiles NO_FILES = new TemplateFiles(null);

  private final Map<String, String> env;
  private final Consumer<String> problems;
  private final Map<String, ConfigNode> receivers = new LinkedHashMap<>();

  /** Of the channel that is being read: all are told, not only the first. */
  private final List<String> faults = new ArrayList<>();

  /** What the text speaks of, but wrongly: the environment does not stand in for it. */
  private final Set<String> wrong = new HashSet<>();

  /**
   * @param problems takes what is wrong, each with its place
   */
  ChannelReader(Map<String, String> env, Consumer<String> problems) {
    this.env = env;
    this.problems = problems;
  }

  /**
   * @param node the channels by their names; empty for those of the environment alone
   */
  NotifyConfig read(ConfigNode node) {
    List<String> warnings = new ArrayList<>();
    if (node instanceof ConfigNode.Mapping mapping) {
      channels(YamlMap.of(mapping, warnings));
    } else if (!(node instanceof ConfigNode.Empty)) {
      problems.accept(node.place() + ": channels are a mapping, such as 'slack:'");
    }
    fromEnvironment(node.place());
    NotifyConfig config = receivers.isEmpty() ? nobody() : toReceivers(node.place(), warnings);
    warnings.forEach(problems);
    return config;
  }

  private NotifyConfig toReceivers(String place, List<String> warnings) {
    try {
      return NotifyConfigReader.read(
          YamlMap.of(tree(place), warnings), inhibitions(), List.of(), NO_FILES);
    } catch (YamlException e) {
      throw new IllegalStateException("the routes to the channels are wrong", e);
    }
  }

  private static NotifyConfig nobody() {
    return new NotifyConfig(
        NotifyConfig.RESOLVE_TIMEOUT,
        Route.root(NotifyConfig.NOBODY, List.of("alertname"), List.of()),
        Map.of(NotifyConfig.NOBODY, new ReceiverConfig(NotifyConfig.NOBODY, List.of(), 0)),
        inhibitions(),
        Map.of(),
        List.of(),
        Map.of(),
        DeliveryPolicy.DEFAULT,
        List.of(),
        null,
        List.of());
  }

  /** One channel of the short form. */
  @FunctionalInterface
  private interface Reader {
    void read(YamlMap section) throws YamlException;
  }

  private void channels(YamlMap channels) {
    channel(channels, "email", this::email);
    channel(channels, "slack", this::slack);
    channel(channels, "pagerduty", this::pagerduty);
    channel(
        channels,
        "opsgenie",
        section -> secretOnly(section, "opsgenie", "api_key", "OPSGENIE_API_KEY"));
    channel(
        channels, "webhook", section -> secretOnly(section, "webhook", "url", "ALERT_WEBHOOK_URL"));
    try {
      channels.close();
    } catch (YamlException e) {
      e.problems().forEach(problems);
    }
  }

  /** One that is wrong is left out; the others count. */
  private void channel(YamlMap channels, String name, Reader reader) {
    faults.clear();
    try {
      YamlMap channel = enabled(channels, name);
      if (channel != null) {
        reader.read(channel);
      }
    } catch (YamlException e) {
      wrong.add(name);
      e.problems().forEach(problem -> problems.accept(problem + "; this channel is left out"));
    }
  }

  private void pagerduty(YamlMap section) throws YamlException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("routing_key", secret(section, "integration_key", "PAGERDUTY_INTEGRATION_KEY"));
    config.put("severity_mapping", section.textMap("severity_mapping"));
    close(section, "pagerduty", "pagerduty_configs", List.of(config));
  }

  private void secretOnly(YamlMap section, String name, String key, String variable)
      throws YamlException {
    close(section, name, name + "_configs", List.of(Map.of(key, secret(section, key, variable))));
  }

  private static @Nullable YamlMap enabled(YamlMap channels, String name) throws YamlException {
    YamlMap channel = channels.map(name);
    return channel != null && channel.flag("enabled", true) ? channel : null;
  }

  private void close(YamlMap section, String name, String key, List<?> configs)
      throws YamlException {
    section.flag("enabled", true);
    try {
      section.close();
    } catch (YamlException e) {
      faults.addAll(e.problems());
    }
    if (!faults.isEmpty()) {
      throw new YamlException(faults);
    }
    put(name, section.place(), Map.of(key, configs));
  }

  /** The value under a key, or of the variable that {@code key_env} or else the usual one names. */
  private String secret(YamlMap section, String key, String usual) throws YamlException {
    String direct = section.text(key, "");
    String variable = section.text(key + "_env", usual);
    String value = direct.isEmpty() ? env.getOrDefault(variable, "") : direct;
    if (value.isEmpty()) {
      faults.addAll(
          section
              .error(key + "_env", "set '" + key + "' or the environment variable " + variable)
              .problems());
    }
    return value;
  }

  private void email(YamlMap section) throws YamlException {
    String host = section.text("smtp_host", section.text("smtp_server", ""));
    if (host.isEmpty()) {
      host = env.getOrDefault("SMTP_HOST", "");
    }
    if (host.isEmpty()) {
      faults.addAll(
          section
              .error("smtp_host", "set 'smtp_host' or the environment variable SMTP_HOST")
              .problems());
    }
    int port = section.number("smtp_port", 587);
    String user = section.text("username", env.getOrDefault("SMTP_USERNAME", ""));
    List<String> recipients = new ArrayList<>(section.texts("recipients"));
    if (recipients.isEmpty() && !env.getOrDefault("ALERT_EMAIL", "").isEmpty()) {
      recipients.add(env.getOrDefault("ALERT_EMAIL", ""));
    }
    if (recipients.isEmpty()) {
      faults.addAll(
          section
              .error("recipients", "set 'recipients' or the environment variable ALERT_EMAIL")
              .problems());
    }
    String password = user.isEmpty() ? "" : secret(section, "password", "SMTP_PASSWORD");
    section.text("password_env", "");
    String first = recipients.isEmpty() ? "" : recipients.get(0);
    String from = section.text("from", user.contains("@") ? user : first);
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

  private void slack(YamlMap section) throws YamlException {
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
  private void fromEnvironment(String place) {
    String slack = env.getOrDefault("SLACK_WEBHOOK_URL", "");
    if (!slack.isEmpty() && isFree("slack")) {
      put("slack", place, Map.of("slack_configs", List.of(slackConfig(slack))));
    }
    String mail = env.getOrDefault("ALERT_EMAIL", "");
    String host = env.getOrDefault("SMTP_HOST", "");
    if (!mail.isEmpty() && !host.isEmpty() && isFree("email")) {
      String user = env.getOrDefault("SMTP_USERNAME", "");
      String smarthost = host + ":" + env.getOrDefault("SMTP_PORT", "587");
      String from = env.getOrDefault("SMTP_FROM", user.contains("@") ? user : mail);
      String password = env.getOrDefault("SMTP_PASSWORD", "");
      put(
          "email",
          place,
          Map.of("email_configs", List.of(mail(smarthost, user, password, from, List.of(mail)))));
    }
    String pagerduty = env.getOrDefault("PAGERDUTY_INTEGRATION_KEY", "");
    if (!pagerduty.isEmpty() && isFree("pagerduty")) {
      put(
          "pagerduty",
          place,
          Map.of("pagerduty_configs", List.of(Map.of("routing_key", pagerduty))));
    }
  }

  /** While one severity of a family fires, those below it are mute for the same process. */
  private static List<InhibitRule> inhibitions() {
    LabelMatcher inFamily = new LabelMatcher(Op.NOT_EQUAL, "family", "");
    List<InhibitRule> rules = new ArrayList<>();
    for (int i = 0; i < SEVERITIES.size() - 1; i++) {
      String lower = String.join("|", SEVERITIES.subList(i + 1, SEVERITIES.size()));
      rules.add(
          new InhibitRule(
              List.of(inFamily, LabelMatcher.equal("severity", SEVERITIES.get(i))),
              List.of(inFamily, new LabelMatcher(Op.REGEX, "severity", lower)),
              List.of("family", "job", "instance")));
    }
    return List.copyOf(rules);
  }

  private boolean isFree(String name) {
    return !receivers.containsKey(name) && !wrong.contains(name);
  }

  private void put(String name, String place, Map<String, ?> configs) {
    Map<String, Object> receiver = new LinkedHashMap<>();
    receiver.put("name", name);
    receiver.putAll(configs);
    receivers.put(name, node(place, receiver));
  }

  /** What Alertmanager's configuration would be, at the place of the channels. */
  private ConfigNode.Mapping tree(String place) {
    List<Object> list = new ArrayList<>();
    List<Object> routes = new ArrayList<>();
    list.add(Map.of("name", NotifyConfig.NOBODY));
    // It always fires, to prove that alerting works: for a machine that is named, not for people.
    Map<String, Object> watchdog = new LinkedHashMap<>();
    watchdog.put("receiver", NotifyConfig.NOBODY);
    watchdog.put("matchers", List.of("alertname=\"Watchdog\"", "channels=\"\""));
    routes.add(watchdog);
    receivers.forEach(
        (name, receiver) -> {
          list.add(receiver);
          Map<String, Object> route = new LinkedHashMap<>();
          route.put("receiver", name);
          route.put("matchers", List.of("channels=~\"|(.*,)?" + name + "(,.*)?\""));
          route.put("continue", true);
          routes.add(route);
        });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("receiver", NotifyConfig.NOBODY);
    root.put("group_by", List.of("alertname"));
    root.put("routes", routes);
    Map<String, ConfigNode> config = new LinkedHashMap<>();
    config.put("route", node(place, root));
    config.put("receivers", node(place, list));
    return new ConfigNode.Mapping(place, config);
  }

  /** A value as if it were written at the place. */
  private static ConfigNode node(String place, Object value) {
    if (value instanceof ConfigNode node) {
      return node;
    }
    if (value instanceof List<?> list) {
      return new ConfigNode.Sequence(place, list.stream().map(item -> node(place, item)).toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, ConfigNode> entries = new LinkedHashMap<>();
      map.forEach((key, inner) -> entries.put(String.valueOf(key), node(place, inner)));
      return new ConfigNode.Mapping(place, entries);
    }
    return new ConfigNode.Scalar(place, String.valueOf(value));
  }
}
