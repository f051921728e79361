// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rooms that take a message as one JSON object: Discord, Telegram, Webex and Rocket.Chat, with the
 * shapes and limits of Alertmanager.
 */
record ChatIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final int MAX_TITLE = 256;
  private static final int MAX_TEXT = 4_096;
  private static final int MAX_CONTENT = 2_000;
  private static final int RED = 0x992D22;
  private static final int GREEN = 0x2ECC71;
  private static final List<String> DISCORD = List.of("title", "message", "content");

  @Override
  public void send(Notification notification) throws DeliveryException {
    HttpSender.Answer answer =
        switch (config.type()) {
          case DISCORD ->
              sender.post(
                  Integrations.required(config, "webhook_url"), Json.write(discord(notification)));
          case TELEGRAM -> sender.post(telegramUrl(), Json.write(telegram(notification)));
          case WEBEX ->
              sender.post(
                  Secret.of(config.text("api_url", "https://webexapis.com/v1/messages")),
                  Json.write(webex(notification)));
          default -> rocketchat(notification);
        };
    HttpSender.check(answer);
  }

  private Map<String, Object> discord(Notification notification) throws DeliveryException {
    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("title", Renderer.cut(text("title", notification), MAX_TITLE));
    embed.put("description", Renderer.cut(text("message", notification), MAX_TEXT));
    embed.put("color", notification.isFiring() ? RED : GREEN);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("content", Renderer.cut(text("content", notification), MAX_CONTENT));
    message.put("embeds", List.of(embed));
    putText(message, "username", "username", notification);
    putText(message, "avatar_url", "avatar_url", notification);
    return message;
  }

  private Secret telegramUrl() throws DeliveryException {
    String token = Integrations.read(Integrations.required(config, "bot_token"), "bot_token");
    String base = config.text("api_url", "https://api.telegram.org");
    return Secret.of((base.endsWith("/") ? base : base + "/") + "bot" + token + "/sendMessage");
  }

  private Map<String, Object> telegram(Notification notification) throws DeliveryException {
    String mode = config.text("parse_mode", "HTML");
    String template = config.text("message", byDefault("message"));
    String text =
        mode.equals("HTML")
            ? renderer.html(template, notification)
            : renderer.text(template, notification);
    Map<String, Object> message = new LinkedHashMap<>();
    Secret chat = config.secret("chat_id");
    message.put(
        "chat_id", chat == null ? config.text("chat_id", "") : Integrations.read(chat, "chat_id"));
    message.put("text", Renderer.cut(text, MAX_TEXT));
    message.put("disable_web_page_preview", true);
    if (!mode.isEmpty()) {
      message.put("parse_mode", mode);
    }
    putText(message, "message_thread_id", "message_thread_id", notification);
    if (config.flag("disable_notifications", false)) {
      message.put("disable_notification", true);
    }
    return message;
  }

  private Map<String, Object> webex(Notification notification) throws DeliveryException {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("markdown", Renderer.cut(text("message", notification), MAX_TEXT));
    message.put("roomId", text("room_id", notification));
    return message;
  }

  private HttpSender.Answer rocketchat(Notification notification) throws DeliveryException {
    Map<String, Object> attachment = new LinkedHashMap<>();
    for (String key : List.of("title", "title_link", "text", "image_url", "thumb_url", "color")) {
      putText(attachment, key, key, notification);
    }
    putElements(attachment, "fields", notification);
    putElements(attachment, "actions", notification);
    Map<String, Object> message = new LinkedHashMap<>();
    putText(message, "channel", "channel", notification);
    putText(message, "alias", "alias", notification);
    putText(message, "emoji", "emoji", notification);
    putText(message, "avatar", "icon_url", notification);
    message.put("attachments", List.of(attachment));
    String base = config.text("api_url", "https://open.rocket.chat/");
    Map<String, String> headers =
        Map.of(
            "X-Auth-Token",
            Integrations.read(Integrations.required(config, "token"), "token"),
            "X-User-Id",
            Integrations.read(Integrations.required(config, "token_id"), "token_id"));
    return sender.post(
        Secret.of((base.endsWith("/") ? base : base + "/") + "api/v1/chat.postMessage"),
        Json.write(message),
        headers);
  }

  private void putElements(Map<String, Object> target, String key, Notification notification)
      throws DeliveryException {
    List<Object> elements = new ArrayList<>();
    for (Map<String, String> configured : config.lists().getOrDefault(key, List.of())) {
      Map<String, Object> element = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : configured.entrySet()) {
        String value = renderer.text(entry.getValue(), notification);
        boolean isFlag = entry.getKey().equals("short");
        element.put(entry.getKey(), isFlag ? Boolean.valueOf(value) : value);
      }
      if (key.equals("fields")) {
        element.putIfAbsent("short", config.flag("short_fields", false));
      }
      elements.add(element);
    }
    if (!elements.isEmpty()) {
      target.put(key, elements);
    }
  }

  private void putText(
      Map<String, Object> target, String key, String option, Notification notification)
      throws DeliveryException {
    String text = text(option, notification);
    if (!text.isEmpty()) {
      target.put(key, Renderer.cut(text, MAX_TEXT));
    }
  }

  private String text(String key, Notification notification) throws DeliveryException {
    return renderer.text(config.text(key, byDefault(key)), notification);
  }

  /** What a text is where the receiver does not say it: what its named template makes. */
  private String byDefault(String key) {
    return switch (config.type()) {
      case DISCORD -> DISCORD.contains(key) ? named("discord", key) : "";
      case TELEGRAM, WEBEX -> key.equals("message") ? named(config.type().label(), key) : "";
      default ->
          switch (key) {
            case "title", "alias", "emoji", "text" -> named("rocketchat", key);
            case "title_link", "icon_url" -> named("rocketchat", key.replace("_", ""));
            case "color" -> "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}";
            default -> "";
          };
    };
  }

  private static String named(String kind, String key) {
    return "{{ template \"" + kind + ".default." + key + "\" . }}";
  }
}
