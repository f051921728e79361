// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.spi.config.ConfigNode;
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
    take(global, "jira_api_url", "jira_url");
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
  }

  private void take(YamlMap global, String key, String as) throws YamlException {
    if (global.has(key)) {
      texts.put(as, global.text(key, ""));
    }
  }

  ReceiverConfig read(YamlMap section) throws YamlException {
    String name = section.required("name");
    List<IntegrationConfig> integrations = new ArrayList<>();
    int leftOut = 0;
    for (IntegrationType type : IntegrationType.values()) {
      String consequence = "; this " + type.label() + " of receiver '" + name + "' is left out";
      List<String> wrong = new ArrayList<>();
      for (YamlMap element : section.mapsAmong(type.key(), wrong::add)) {
        try {
          integrations.add(integration(type, element));
        } catch (YamlException e) {
          leftOut++;
          section.warn(e, consequence);
        }
      }
      leftOut += wrong.size();
      wrong.forEach(told -> section.warn(new YamlException(told), consequence));
    }
    section.textMap("labels");
    section.closeLeniently();
    return new ReceiverConfig(name, List.copyOf(integrations), leftOut);
  }

  private IntegrationConfig integration(IntegrationType type, YamlMap section)
      throws YamlException {
    Map<String, String> ownTexts = new LinkedHashMap<>();
    for (String key : type.texts) {
      if (section.has(key)) {
        text(ownTexts, key, section);
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
    Map<String, ConfigNode> trees = new LinkedHashMap<>();
    for (String key : type.trees) {
      if (section.has(key)) {
        trees.put(key, section.node(key));
      }
    }
    special(type, section, ownSecrets, maps);
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
            trees,
            HttpOptions.read(httpSection, http),
            tls == null ? smtpTls : TlsOptions.read(tls));
    ReceiverChecks.check(config, section);
    section.closeLeniently();
    return config;
  }

  /** One of Jira's texts may be a mapping that says whether it is updated, too. */
  private static void text(Map<String, String> texts, String key, YamlMap section)
      throws YamlException {
    YamlMap field = section.isMapping(key) ? section.map(key) : null;
    if (field == null) {
      texts.put(key, section.text(key, ""));
      return;
    }
    if (field.has("template")) {
      texts.put(key, field.text("template", ""));
    }
    texts.put(key + ".enable_update", String.valueOf(field.flag("enable_update", true)));
    field.close();
  }

  /** What has a shape of its own. */
  private static void special(
      IntegrationType type,
      YamlMap section,
      Map<String, Secret> secrets,
      Map<String, Map<String, String>> maps)
      throws YamlException {
    if (type == IntegrationType.TELEGRAM && section.has("chat_id_file")) {
      Secret chat = HttpOptions.secret(section, "chat_id");
      if (chat != null) {
        secrets.put("chat_id", chat);
      }
    } else if (type == IntegrationType.ROCKETCHAT) {
      section.ignore(Set.of("link_names"), "it has no effect in Alertmanager either");
    } else if (type == IntegrationType.SNS) {
      section.ignore(Set.of("use_aws_http_client"), "there is one HTTP client here");
      YamlMap sigv4 = section.map("sigv4");
      if (sigv4 != null) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : List.of("region", "access_key", "profile", "role_arn", "external_id")) {
          if (sigv4.has(key)) {
            texts.put(key, sigv4.text(key));
          }
        }
        if (sigv4.has("secret_key")) {
          secrets.put("sigv4.secret_key", Secret.of(sigv4.text("secret_key")));
        }
        maps.put("sigv4", texts);
        sigv4.close();
      }
    }
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
    for (String key : type.textLists) {
      if (section.has(key)) {
        lists.put(key, section.texts(key));
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
      case JIRA -> inherit("jira_url", "api_url", ownTexts);
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
}
