// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each kind of receiver needs, and what cannot be with it. */
final class ReceiverChecks {
  private static final int MAX_DEPTH = 16;
  private static final List<String> RESPONDERS =
      List.of("team", "teams", "user", "escalation", "schedule");
  private static final List<String> FLAGS =
      List.of(
          "require_tls",
          "force_implicit_tls",
          "link_names",
          "short_fields",
          "update_alerts",
          "update_message",
          "disable_notifications",
          "monospace");

  private ReceiverChecks() {}

  static void check(IntegrationConfig config, YamlMap section) throws YamlException {
    templates(config, section);
    section.value("timeout", Duration.ZERO, PromDuration::parse);
    for (String key : config.texts().keySet()) {
      if (FLAGS.contains(key)) {
        section.flag(key, false);
      }
    }
    if (config.texts().containsKey("max_alerts")) {
      section.number("max_alerts", 0);
    }
    switch (config.type()) {
      case EMAIL -> {
        require(section, config.texts().containsKey("to"), "to", "");
        require(section, config.texts().containsKey("smarthost"), "smarthost", "smtp_smarthost");
        require(section, config.texts().containsKey("from"), "from", "smtp_from");
        String smarthost = config.text("smarthost", "");
        if (!smarthost.matches(".+:[0-9]{1,5}")) {
          throw section.error("smarthost", "smarthost '" + smarthost + "' must be host:port");
        }
        threading(config, section);
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : config.map("headers").keySet()) {
          if (!headers.add(header)) {
            throw section.error("headers", "the header '" + header + "' is given twice");
          }
        }
      }
      case WEBHOOK -> {
        require(section, config.secret("url") != null, "url", "");
        url(section, "url", config.secret("url"));
      }
      case SLACK -> {
        if (config.secret("app_token") == null) {
          require(section, config.secret("api_url") != null, "api_url", "slack_api_url");
        } else {
          require(section, config.texts().containsKey("channel"), "channel", "");
        }
        url(section, "api_url", config.secret("api_url"));
        url(section, "app_url", config.secret("app_url"));
        slackUpdate(config, section);
      }
      case TELEGRAM -> {
        require(section, config.secret("bot_token") != null, "bot_token", "telegram_bot_token");
        String chat = config.text("chat_id", "");
        boolean inFile = config.secret("chat_id") != null;
        require(section, inFile || !chat.isEmpty(), "chat_id", "");
        if (!inFile && !chat.matches("-?[0-9]{1,19}")) {
          throw section.error("chat_id", "chat_id '" + chat + "' must be a number");
        }
      }
      case WEBEX -> {
        require(section, config.http().isAuthorized(), "http_config: authorization", "");
        require(section, config.texts().containsKey("room_id"), "room_id", "");
      }
      case ROCKETCHAT -> {
        require(section, config.secret("token") != null, "token", "rocketchat_token");
        require(section, config.secret("token_id") != null, "token_id", "rocketchat_token_id");
      }
      case PAGERDUTY -> {
        boolean key = config.secret("routing_key") != null || config.secret("service_key") != null;
        require(section, key, "routing_key", "");
      }
      case JIRA -> jira(config, section);
      case SNS -> sns(config, section);
      case VICTOROPS -> {
        require(section, config.secret("api_key") != null, "api_key", "victorops_api_key");
        require(section, config.texts().containsKey("routing_key"), "routing_key", "");
      }
      case PUSHOVER -> {
        require(section, config.secret("user_key") != null, "user_key", "");
        require(section, config.secret("token") != null, "token", "");
        for (String key : List.of("retry", "expire", "ttl")) {
          section.value(key, "", text -> PromDuration.parse(text).toString());
        }
        if (config.flag("html", false) && config.flag("monospace", false)) {
          throw section.error("html", "give html or monospace, not both");
        }
      }
      case INCIDENTIO -> {
        require(section, config.secret("url") != null, "url", "");
        url(section, "url", config.secret("url"));
        boolean token = config.secret("alert_source_token") != null;
        require(
            section, token || config.http().isAuthorized(), "alert_source_token", "http_config");
      }
      case WECHAT -> {
        require(section, config.secret("api_secret") != null, "api_secret", "wechat_api_secret");
        require(section, config.texts().containsKey("corp_id"), "corp_id", "wechat_api_corp_id");
        if (!List.of("text", "markdown").contains(config.text("message_type", "text"))) {
          throw section.error("message_type", "message_type is text or markdown");
        }
      }
      case OPSGENIE -> {
        require(section, config.secret("api_key") != null, "api_key", "opsgenie_api_key");
        for (Map<String, String> responder : config.lists().getOrDefault("responders", List.of())) {
          String type = responder.getOrDefault("type", "");
          if (!type.contains("{{") && !RESPONDERS.contains(type)) {
            throw section.error(
                "responders",
                "a responder's type is team, teams, user, escalation or schedule, not '"
                    + type
                    + "'");
          }
        }
      }
      default -> {
        require(section, config.secret("webhook_url") != null, "webhook_url", "");
        url(section, "webhook_url", config.secret("webhook_url"));
      }
    }
  }

  /** Each text that is a template must be one, or no notification would ever arrive. */
  private static void templates(IntegrationConfig config, YamlMap section) throws YamlException {
    for (Map.Entry<String, String> text : config.texts().entrySet()) {
      Templates.check(section, text.getKey(), text.getValue());
    }
    for (Map.Entry<String, Map<String, String>> map : config.maps().entrySet()) {
      for (String text : map.getValue().values()) {
        Templates.check(section, map.getKey(), text);
      }
    }
    for (Map.Entry<String, List<Map<String, String>>> list : config.lists().entrySet()) {
      for (Map<String, String> element : list.getValue()) {
        for (String text : element.values()) {
          Templates.check(section, list.getKey(), text);
        }
      }
    }
    for (Map.Entry<String, List<String>> list : config.textLists().entrySet()) {
      for (String text : list.getValue()) {
        Templates.check(section, list.getKey(), text);
      }
    }
    for (Map.Entry<String, ConfigNode> tree : config.trees().entrySet()) {
      boolean isMap = List.of("fields", "details").contains(tree.getKey());
      if (isMap && !(tree.getValue() instanceof ConfigNode.Mapping)) {
        throw section.error(tree.getKey(), "'" + tree.getKey() + "' must be a mapping");
      }
      tree(tree.getValue(), 0);
    }
  }

  private static void tree(ConfigNode node, int depth) throws YamlException {
    if (depth > MAX_DEPTH) {
      throw new YamlException(node.place() + ": nested too deeply");
    }
    if (node instanceof ConfigNode.Scalar scalar) {
      Templates.check(scalar.place(), scalar.text());
    } else if (node instanceof ConfigNode.Sequence sequence) {
      for (ConfigNode element : sequence.items()) {
        tree(element, depth + 1);
      }
    } else if (node instanceof ConfigNode.Mapping mapping) {
      for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
        Templates.check(entry.getValue().place(), entry.getKey());
        tree(entry.getValue(), depth + 1);
      }
    }
  }

  private static void threading(IntegrationConfig config, YamlMap section) throws YamlException {
    Map<String, String> threading = config.map("threading");
    List<String> unknown = new ArrayList<>(threading.keySet());
    unknown.removeAll(List.of("enabled", "thread_by_date"));
    if (!unknown.isEmpty()) {
      throw section.error(
          "threading", "threading has enabled and thread_by_date, not " + unknown.get(0));
    }
    String enabled = threading.getOrDefault("enabled", "true");
    String by = threading.getOrDefault("thread_by_date", "none");
    if (!List.of("true", "false").contains(enabled) || !List.of("none", "daily").contains(by)) {
      throw section.error(
          "threading", "threading: enabled is true or false, thread_by_date is none or daily");
    }
    for (String header : config.map("headers").keySet()) {
      boolean own = List.of("references", "in-reply-to").contains(header.toLowerCase(Locale.ROOT));
      if (own && !threading.isEmpty() && enabled.equals("true")) {
        throw section.error("threading", "threading does not go with a header " + header);
      }
    }
  }

  private static void slackUpdate(IntegrationConfig config, YamlMap section) throws YamlException {
    Secret url = config.secret("api_url");
    if (section.flag("update_message", false)
        && config.secret("app_token") == null
        && (url == null || url.isInFile() || !url.source().endsWith("/chat.postMessage"))) {
      throw section.error(
          "update_message",
          "update_message needs app_token, or an api_url that ends with /chat.postMessage");
    }
  }

  private static void jira(IntegrationConfig config, YamlMap section) throws YamlException {
    require(section, config.texts().containsKey("api_url"), "api_url", "jira_api_url");
    url(section, "api_url", Secret.of(config.text("api_url", "")));
    require(section, config.texts().containsKey("project"), "project", "");
    require(section, config.texts().containsKey("issue_type"), "issue_type", "");
    if (!List.of("auto", "cloud", "datacenter").contains(config.text("api_type", "auto"))) {
      throw section.error("api_type", "api_type is auto, cloud or datacenter");
    }
    section.value("reopen_duration", Duration.ZERO, PromDuration::parse);
  }

  private static void sns(IntegrationConfig config, YamlMap section) throws YamlException {
    long targets =
        Stream.of("topic_arn", "phone_number", "target_arn")
            .filter(config.texts()::containsKey)
            .count();
    if (targets != 1) {
      throw section.error("topic_arn", "give one of topic_arn, phone_number and target_arn");
    }
    String url = config.text("api_url", "");
    if (!url.isEmpty() && !url.contains("{{")) {
      url(section, "api_url", Secret.of(url));
    }
    Map<String, String> sigv4 = config.map("sigv4");
    if (sigv4.containsKey("access_key") != (config.secret("sigv4.secret_key") != null)) {
      throw section.error("sigv4", "sigv4 needs both access_key and secret_key, or none of them");
    }
    if (sigv4.containsKey("external_id") && !sigv4.containsKey("role_arn")) {
      throw section.error("sigv4", "sigv4: external_id goes with role_arn only");
    }
  }

  private static void require(YamlMap section, boolean present, String key, String global)
      throws YamlException {
    if (!present) {
      throw section.error(
          key,
          "'"
              + key
              + "' is missing"
              + (global.isEmpty() ? "" : "; set it or 'global: " + global + "'"));
    }
  }

  private static void url(YamlMap section, String key, @Nullable Secret secret)
      throws YamlException {
    if (secret == null || secret.isInFile()) {
      return;
    }
    if (key.equals("url") && secret.source().contains("{{")) {
      Templates.check(section, key, secret.source());
    } else if (!HttpTarget.isUrl(secret.source())) {
      throw section.error(key, key + " must be an http or https URL with a host");
    }
  }
}
