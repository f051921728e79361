// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slack's incoming webhook, or the API that a bot's token opens, with one attachment.
 *
 * @see <a
 *     href="https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments">
 *     attachments</a>
 */
final class SlackIntegration implements Integration {
  private static final String APP_URL = "https://slack.com/api/chat.postMessage";
  private static final int MAX_TITLE = 1_024;
  private static final int MAX_TEXT = 40_000;
  private static final int MAX_POSTED = 1_000;

  private final IntegrationConfig config;
  private final Renderer renderer;
  private final HttpSender sender;

  /** Messages by their groups, for those that are updated: the newest, until the process ends. */
  private final Map<String, Posted> posted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Posted> eldest) {
          return size() > MAX_POSTED;
        }
      };

  /** A message, by the names that the API gave it. */
  private record Posted(String channel, String time) {}

  SlackIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender) {
    this.config = config;
    this.renderer = renderer;
    this.sender = sender;
  }

  @Override
  public void send(Notification notification) throws DeliveryException {
    Map<String, Object> payload = payload(notification);
    Secret token = config.secret("app_token");
    String url = Integrations.read(url(token != null), "api_url");
    boolean updates = config.flag("update_message", false);
    Posted before;
    synchronized (posted) {
      before = updates ? posted.get(notification.groupKey()) : null;
    }
    if (before != null) {
      url = url.replaceFirst("/chat\\.postMessage$", "/chat.update");
      payload.put("channel", before.channel);
      payload.put("ts", before.time);
    }
    Map<String, String> headers =
        token == null
            ? Map.of()
            : Map.of("Authorization", "Bearer " + Integrations.read(token, "app_token"));
    HttpSender.Answer answer = sender.post(Secret.of(url), Json.write(payload), headers);
    HttpSender.check(answer);
    Map<?, ?> said = said(answer);
    if (Boolean.FALSE.equals(said.get("ok"))) {
      // The API says 200 to what it refuses.
      throw new DeliveryException("refused: " + answer.body(), false);
    }
    if (updates && !notification.isFiring()) {
      // What fires next is news, and a message of its own.
      synchronized (posted) {
        posted.remove(notification.groupKey());
      }
    } else if (updates
        && said.get("channel") instanceof String channel
        && said.get("ts") instanceof String time) {
      synchronized (posted) {
        posted.put(notification.groupKey(), new Posted(channel, time));
      }
    }
  }

  private Secret url(boolean app) throws DeliveryException {
    if (!app) {
      return Integrations.required(config, "api_url");
    }
    Secret own = config.secret("app_url");
    return own == null ? Secret.of(APP_URL) : own;
  }

  /** The API's answer; nothing where it is a webhook's, which is a word. */
  private static Map<?, ?> said(HttpSender.Answer answer) {
    try {
      return YamlValue.parse(answer.body()) instanceof Map<?, ?> map ? map : Map.of();
    } catch (YamlException isText) {
      return Map.of();
    }
  }

  private static String named(String key) {
    return "{{ template \"slack.default." + key + "\" . }}";
  }

  private Map<String, Object> payload(Notification notification) throws DeliveryException {
    Map<String, Object> payload = new LinkedHashMap<>();
    put(payload, "channel", "channel", "", notification);
    put(payload, "username", "username", named("username"), notification);
    put(payload, "icon_emoji", "icon_emoji", named("iconemoji"), notification);
    put(payload, "icon_url", "icon_url", named("iconurl"), notification);
    boolean mentions = config.textLists().containsKey("mention_users");
    if (config.flag("link_names", mentions)) {
      payload.put("link_names", true);
    }
    put(payload, "text", "message_text", "", notification);
    payload.put("attachments", List.of(attachment(notification)));
    return payload;
  }

  private Map<String, Object> attachment(Notification notification) throws DeliveryException {
    Map<String, Object> part = new LinkedHashMap<>();
    String title = config.text("title", named("title"));
    part.put("title", Renderer.cut(renderer.text(title, notification), MAX_TITLE));
    put(part, "title_link", "title_link", named("titlelink"), notification);
    String pretext =
        mentions() + renderer.text(config.text("pretext", named("pretext")), notification);
    if (!pretext.isEmpty()) {
      part.put("pretext", pretext);
    }
    String text = config.text("text", named("text"));
    part.put("text", Renderer.cut(renderer.text(text, notification), MAX_TEXT));
    put(part, "fallback", "fallback", named("fallback"), notification);
    put(part, "callback_id", "callback_id", named("callbackid"), notification);
    elements(part, "fields", notification);
    elements(part, "actions", notification);
    put(part, "image_url", "image_url", "", notification);
    put(part, "thumb_url", "thumb_url", "", notification);
    put(part, "footer", "footer", named("footer"), notification);
    put(part, "color", "color", named("color"), notification);
    part.put(
        "mrkdwn_in",
        config.textLists().getOrDefault("mrkdwn_in", List.of("fallback", "pretext", "text")));
    return part;
  }

  private String mentions() {
    StringBuilder text = new StringBuilder();
    for (String user : config.textLists().getOrDefault("mention_users", List.of())) {
      text.append(user.startsWith("@") || user.startsWith("<") ? "" : "@").append(user).append(' ');
    }
    return text.toString();
  }

  private void elements(Map<String, Object> part, String key, Notification notification)
      throws DeliveryException {
    List<Object> elements = new ArrayList<>();
    for (Map<String, String> configured : config.lists().getOrDefault(key, List.of())) {
      Map<String, Object> element = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : configured.entrySet()) {
        boolean isFlag = entry.getKey().equals("short");
        String value = renderer.text(entry.getValue(), notification);
        Integrations.put(element, entry.getKey(), isFlag ? Boolean.valueOf(value) : value);
      }
      if (key.equals("fields")) {
        element.putIfAbsent("short", config.flag("short_fields", false));
      }
      elements.add(element);
    }
    if (!elements.isEmpty()) {
      part.put(key, elements);
    }
  }

  private void put(
      Map<String, Object> target, String key, String option, String otherwise, Notification of)
      throws DeliveryException {
    String value = renderer.text(config.text(option, otherwise), of);
    if (!value.isEmpty()) {
      target.put(key, value);
    }
  }
}
