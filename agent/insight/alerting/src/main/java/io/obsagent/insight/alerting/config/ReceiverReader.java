// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code receivers}, filling in what {@code global} says for all of them. */
final class ReceiverReader {
  private static final Set<String> OTHER_GLOBALS = Set.of("jira_api_url");

  private static final List<String> GLOBAL_SECRETS =
      List.of(
          "smtp_auth_password",
          "smtp_auth_secret",
          "slack_api_url",
          "slack_app_token",
          "slack_app_url",
          "opsgenie_api_key",
          "victorops_api_key",
          "wechat_api_secret",
          "telegram_bot_token",
          "mattermost_webhook_url",
          "rocketchat_token",
          "rocketchat_token_id");

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private HttpOptions http = HttpOptions.DEFAULT;
  private TlsOptions smtpTls = TlsOptions.DEFAULT;

  /** Takes the receivers' part of the global section. */
  void global(@Nullable YamlMap global) throws YamlException {
    if (global == null) {
      return;
    }
    take(global, "smtp_from", "from");
    take(global, "smtp_smarthost", "smarthost");
    take(global, "smtp_hello", "hello");
    take(global, "smtp_auth_username", "auth_username");
    take(global, "smtp_auth_identity", "auth_identity");
    take(global, "smtp_require_tls", "require_tls");
    take(global, "smtp_force_implicit_tls", "force_implicit_tls");
    take(global, "victorops_api_url", "victorops_url");
    take(global, "wechat_api_url", "wechat_url");
    take(global, "wechat_api_corp_id", "wechat_corp_id");
    take(global, "pagerduty_url", "pagerduty_url");
    take(global, "opsgenie_api_url", "opsgenie_url");
    take(global, "telegram_api_url", "telegram_url");
    take(global, "webex_api_url", "webex_url");
    take(global, "rocketchat_api_url", "rocketchat_url");
    for (String key : GLOBAL_SECRETS) {
      Secret secret = HttpOptions.secret(global, key);
      if (secret != null) {
        secrets.put(key, secret);
      }
    }
    http = HttpOptions.read(global.map("http_config"), HttpOptions.DEFAULT);
    YamlMap tls = global.map("smtp_tls_config");
    smtpTls = tls == null ? TlsOptions.DEFAULT : TlsOptions.read(tls);
    global.ignore(OTHER_GLOBALS, "its receivers are not supported here");
  }

  private void take(YamlMap global, String key, String as) throws YamlException {
    if (global.has(key)) {
      texts.put(as, global.text(key, ""));
    }
  }

  ReceiverConfig read(YamlMap section) throws YamlException {
    String name = section.required("name");
    List<IntegrationConfig> integrations = new ArrayList<>();
    for (IntegrationType type : IntegrationType.values()) {
      for (YamlMap element : section.maps(type.key())) {
        try {
          integrations.add(integration(type, element));
        } catch (YamlException e) {
          section.warn(e, "; this " + type.label() + " of receiver '" + name + "' is left out");
        }
      }
    }
    section.ignore(
        IntegrationType.ELSEWHERE,
        "not sent from within the process; use webhook_configs, or forward with 'alertmanagers:'");
    section.textMap("labels");
    section.closeLeniently();
    return new ReceiverConfig(name, List.copyOf(integrations));
  }

  private IntegrationConfig integration(IntegrationType type, YamlMap section)
      throws YamlException {
    Map<String, String> ownTexts = new LinkedHashMap<>();
    for (String key : type.texts) {
      if (section.has(key)) {
        ownTexts.put(key, section.text(key, ""));
      }
    }
    Map<String, Secret> ownSecrets = new LinkedHashMap<>();
    for (String key : type.secrets) {
      Secret secret = HttpOptions.secret(section, key);
      if (secret != null) {
        ownSecrets.put(key, secret);
      }
    }
    Map<String, Map<String, String>> maps = new LinkedHashMap<>();
    for (String key : type.maps) {
      if (section.has(key)) {
        maps.put(key, section.textMap(key));
      }
    }
    defaults(type, ownTexts, ownSecrets);
    boolean sendResolved = section.flag("send_resolved", type.sendsResolvedByDefault());
    YamlMap tls = type == IntegrationType.EMAIL ? section.map("tls_config") : null;
    YamlMap httpSection = type == IntegrationType.EMAIL ? null : section.map("http_config");
    IntegrationConfig config =
        new IntegrationConfig(
            type,
            sendResolved,
            ownTexts,
            ownSecrets,
            maps,
            lists(type, section),
            textLists(type, section),
            HttpOptions.read(httpSection, http),
            tls == null ? smtpTls : TlsOptions.read(tls));
    check(config, section);
    section.closeLeniently();
    return config;
  }

  private static Map<String, List<Map<String, String>>> lists(IntegrationType type, YamlMap section)
      throws YamlException {
    Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
    for (String key : type.lists) {
      List<Map<String, String>> elements = new ArrayList<>();
      for (YamlMap element : section.maps(key)) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String name : element.keys()) {
          put(map, name, element);
        }
        elements.add(map);
      }
      if (!elements.isEmpty()) {
        lists.put(key, elements);
      }
    }
    return lists;
  }

  /**
   * A text, or the texts of a mapping inside, such as the confirmation of one of Slack's actions.
   */
  private static void put(Map<String, String> map, String name, YamlMap element)
      throws YamlException {
    if (element.isMapping(name)) {
      for (Map.Entry<String, String> inner : element.textMap(name).entrySet()) {
        map.put(name + "." + inner.getKey(), inner.getValue());
      }
    } else {
      map.put(name, element.text(name, ""));
    }
  }

  private static Map<String, List<String>> textLists(IntegrationType type, YamlMap section)
      throws YamlException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    if (type == IntegrationType.SLACK) {
      for (String key : IntegrationType.TEXT_LISTS) {
        if (section.has(key)) {
          lists.put(key, section.texts(key));
        }
      }
    }
    return lists;
  }

  private void defaults(
      IntegrationType type, Map<String, String> ownTexts, Map<String, Secret> ownSecrets) {
    switch (type) {
      case EMAIL -> {
        for (String key :
            List.of(
                "from",
                "smarthost",
                "hello",
                "auth_username",
                "auth_identity",
                "require_tls",
                "force_implicit_tls")) {
          inherit(key, key, ownTexts);
        }
        inheritSecret("smtp_auth_password", "auth_password", ownSecrets);
        inheritSecret("smtp_auth_secret", "auth_secret", ownSecrets);
      }
      case SLACK -> {
        if (!ownSecrets.containsKey("app_token")) {
          inheritSecret("slack_api_url", "api_url", ownSecrets);
        }
        if (!ownSecrets.containsKey("api_url")) {
          inheritSecret("slack_app_token", "app_token", ownSecrets);
        }
        inheritSecret("slack_app_url", "app_url", ownSecrets);
      }
      case TELEGRAM -> {
        inherit("telegram_url", "api_url", ownTexts);
        inheritSecret("telegram_bot_token", "bot_token", ownSecrets);
      }
      case WEBEX -> inherit("webex_url", "api_url", ownTexts);
      case MATTERMOST -> inheritSecret("mattermost_webhook_url", "webhook_url", ownSecrets);
      case ROCKETCHAT -> {
        inherit("rocketchat_url", "api_url", ownTexts);
        inheritSecret("rocketchat_token", "token", ownSecrets);
        inheritSecret("rocketchat_token_id", "token_id", ownSecrets);
      }
      case VICTOROPS -> {
        inherit("victorops_url", "api_url", ownTexts);
        inheritSecret("victorops_api_key", "api_key", ownSecrets);
      }
      case WECHAT -> {
        inherit("wechat_url", "api_url", ownTexts);
        inherit("wechat_corp_id", "corp_id", ownTexts);
        inheritSecret("wechat_api_secret", "api_secret", ownSecrets);
      }
      case PAGERDUTY -> inherit("pagerduty_url", "url", ownTexts);
      case OPSGENIE -> {
        inherit("opsgenie_url", "api_url", ownTexts);
        inheritSecret("opsgenie_api_key", "api_key", ownSecrets);
      }
      default -> {}
    }
  }

  private void inherit(String from, String key, Map<String, String> own) {
    String value = texts.get(from);
    if (value != null) {
      own.putIfAbsent(key, value);
    }
  }

  private void inheritSecret(String from, String key, Map<String, Secret> own) {
    Secret value = secrets.get(from);
    if (value != null) {
      own.putIfAbsent(key, value);
    }
  }

  private static void check(IntegrationConfig config, YamlMap section) throws YamlException {
    for (String key : List.of("text", "title", "html", "description", "message", "summary")) {
      if (config.texts().containsKey(key)) {
        Templates.check(section, key, config.text(key, ""));
      }
    }
    section.value("timeout", java.time.Duration.ZERO, PromDuration::parse);
    switch (config.type()) {
      case EMAIL -> {
        require(section, config.texts().containsKey("to"), "to", "");
        require(section, config.texts().containsKey("smarthost"), "smarthost", "smtp_smarthost");
        require(section, config.texts().containsKey("from"), "from", "smtp_from");
        String smarthost = config.text("smarthost", "");
        if (!smarthost.matches(".+:[0-9]{1,5}")) {
          throw section.error("smarthost", "smarthost '" + smarthost + "' must be host:port");
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
      }
      case TELEGRAM -> {
        require(section, config.secret("bot_token") != null, "bot_token", "telegram_bot_token");
        require(section, config.text("chat_id", "").matches("-?[0-9]{1,19}"), "chat_id", "");
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
        if (section.has("service_key") || section.has("service_key_file")) {
          throw section.error(
              "service_key",
              "service_key is PagerDuty's retired Events API v1; use routing_key of an"
                  + " Events API v2 integration");
        }
        require(section, config.secret("routing_key") != null, "routing_key", "");
      }
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
      case OPSGENIE ->
          require(section, config.secret("api_key") != null, "api_key", "opsgenie_api_key");
      default -> {
        require(section, config.secret("webhook_url") != null, "webhook_url", "");
        url(section, "webhook_url", config.secret("webhook_url"));
      }
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
