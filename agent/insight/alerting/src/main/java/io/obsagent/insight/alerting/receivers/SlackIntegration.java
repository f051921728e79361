// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slack's incoming webhook with one attachment.
 *
 * @see <a
 *     href="https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments">
 *     attachments</a>
 */
record SlackIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final String APP_URL = "https://slack.com/api/chat.postMessage";
  private static final int MAX_TITLE = 1_024;
  private static final int MAX_TEXT = 40_000;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String json = Json.write(payload(notification));
    Secret token = config.secret("app_token");
    if (token == null) {
      HttpSender.check(sender.post(Integrations.required(config, "api_url"), json));
      return;
    }
    Secret url = config.secret("app_url");
    HttpSender.Answer answer =
        sender.post(
            url == null ? Secret.of(APP_URL) : url,
            json,
            Map.of("Authorization", "Bearer " + Integrations.read(token, "app_token")));
    HttpSender.check(answer);
    if (answer.body().contains("\"ok\":false")) {
      // The app's API says 200 to what it refuses.
      throw new DeliveryException("refused: " + answer.body(), false);
    }
  }

  private Map<String, Object> payload(Notification notification) throws DeliveryException {
    Map<String, Object> payload = new LinkedHashMap<>();
    put(payload, "channel", "channel", "", notification);
    put(
        payload,
        "username",
        "username",
        "{{ template \"slack.default.username\" . }}",
        notification);
    put(payload, "icon_emoji", "icon_emoji", "", notification);
    put(payload, "icon_url", "icon_url", "", notification);
    boolean mentions = config.textLists().containsKey("mention_users");
    if (config.flag("link_names", mentions)) {
      payload.put("link_names", true);
    }
    payload.put("attachments", List.of(attachment(notification)));
    return payload;
  }

  private Map<String, Object> attachment(Notification notification) throws DeliveryException {
    Map<String, Object> part = new LinkedHashMap<>();
    String title = config.text("title", "{{ template \"slack.default.title\" . }}");
    part.put("title", Renderer.cut(renderer.text(title, notification), MAX_TITLE));
    String link = "{{ template \"slack.default.titlelink\" . }}";
    put(part, "title_link", "title_link", link, notification);
    String pretext = mentions() + renderer.text(config.text("pretext", ""), notification);
    if (!pretext.isEmpty()) {
      part.put("pretext", pretext);
    }
    String text = config.text("text", "{{ template \"slack.default.text\" . }}");
    part.put("text", Renderer.cut(renderer.text(text, notification), MAX_TEXT));
    put(part, "fallback", "fallback", "{{ template \"slack.default.fallback\" . }}", notification);
    put(part, "callback_id", "callback_id", "", notification);
    elements(part, "fields", notification);
    elements(part, "actions", notification);
    put(part, "image_url", "image_url", "", notification);
    put(part, "thumb_url", "thumb_url", "", notification);
    put(part, "footer", "footer", "", notification);
    String color = "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}";
    put(part, "color", "color", color, notification);
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
