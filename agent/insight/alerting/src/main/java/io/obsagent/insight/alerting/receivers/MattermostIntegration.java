// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mattermost's incoming webhook: an attachment of the receiver's texts, or those that it lists.
 *
 * @see <a href="https://developers.mattermost.com/integrate/webhooks/incoming/">webhooks</a>
 */
record MattermostIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final int MAX_TEXT = 16_383;
  private static final List<String> ATTACHMENT =
      List.of(
          "fallback",
          "color",
          "pretext",
          "text",
          "author_name",
          "author_link",
          "author_icon",
          "title",
          "title_link",
          "thumb_url",
          "footer",
          "footer_icon",
          "image_url");

  @Override
  public void send(Notification notification) throws DeliveryException {
    Map<String, Object> message = new LinkedHashMap<>();
    for (String key : List.of("channel", "username", "icon_url", "icon_emoji", "type")) {
      put(message, key, config.text(key, byDefault(key)), notification);
    }
    ConfigNode listed = config.trees().get("attachments");
    if (listed instanceof ConfigNode.Sequence sequence && !sequence.items().isEmpty()) {
      put(message, "text", config.text("text", byDefault("text")), notification);
      List<Object> attachments = new ArrayList<>();
      for (ConfigNode attachment : sequence.items()) {
        attachments.add(attachment(attachment, notification));
      }
      message.put("attachments", attachments);
    } else {
      message.put("attachments", List.of(attachment(notification)));
    }
    Map<String, String> props = config.map("props");
    if (props.containsKey("card")) {
      message.put("props", Map.of("card", renderer.text(props.get("card"), notification)));
    }
    if (config.map("priority").containsKey("priority")) {
      message.put("priority", priority(notification));
    }
    HttpSender.check(
        sender.post(Integrations.required(config, "webhook_url"), Json.write(message)));
  }

  private Map<String, Object> attachment(Notification notification) throws DeliveryException {
    Map<String, Object> attachment = new LinkedHashMap<>();
    for (String key : ATTACHMENT) {
      put(attachment, key, config.text(key, byDefault(key)), notification);
    }
    List<Object> fields = new ArrayList<>();
    for (Map<String, String> field : config.lists().getOrDefault("fields", List.of())) {
      fields.add(field(field, notification));
    }
    if (!fields.isEmpty()) {
      attachment.put("fields", fields);
    }
    return attachment;
  }

  private Map<String, Object> attachment(ConfigNode listed, Notification notification)
      throws DeliveryException {
    Map<String, Object> attachment = new LinkedHashMap<>();
    if (listed instanceof ConfigNode.Mapping mapping) {
      Map<String, String> texts = texts(mapping);
      for (String key : ATTACHMENT) {
        put(attachment, key, texts.getOrDefault(key, ""), notification);
      }
      if (mapping.entries().get("fields") instanceof ConfigNode.Sequence sequence) {
        List<Object> fields = new ArrayList<>();
        for (ConfigNode field : sequence.items()) {
          if (field instanceof ConfigNode.Mapping map) {
            fields.add(field(texts(map), notification));
          }
        }
        attachment.put("fields", fields);
      }
    }
    return attachment;
  }

  private static Map<String, String> texts(ConfigNode.Mapping mapping) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (value instanceof ConfigNode.Scalar scalar) {
                texts.put(key, scalar.text());
              }
            });
    return texts;
  }

  private Map<String, Object> field(Map<String, String> configured, Notification notification)
      throws DeliveryException {
    Map<String, Object> field = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : configured.entrySet()) {
      String value = renderer.text(entry.getValue(), notification);
      boolean isFlag = entry.getKey().equals("short");
      field.put(entry.getKey(), isFlag ? Boolean.valueOf(value) : value);
    }
    return field;
  }

  /** Only what is urgent is repeated, and only what is not standard is acknowledged. */
  private Map<String, Object> priority(Notification notification) throws DeliveryException {
    Map<String, String> configured = config.map("priority");
    String text = renderer.text(configured.getOrDefault("priority", ""), notification);
    String word = text.strip().toLowerCase(Locale.ROOT);
    String level = List.of("urgent", "important").contains(word) ? word : "standard";
    Map<String, Object> priority = new LinkedHashMap<>();
    priority.put("priority", level);
    if (!level.equals("standard") && "true".equals(configured.get("requested_ack"))) {
      priority.put("requested_ack", true);
    }
    if (level.equals("urgent") && "true".equals(configured.get("persistent_notifications"))) {
      priority.put("persistent_notifications", true);
    }
    return priority;
  }

  private void put(
      Map<String, Object> target, String key, String template, Notification notification)
      throws DeliveryException {
    String text = renderer.text(template, notification);
    if (!text.isEmpty()) {
      target.put(key, Renderer.cut(text, MAX_TEXT));
    }
  }

  private static String byDefault(String key) {
    return switch (key) {
      case "username", "color", "text", "title", "title_link", "fallback" ->
          "{{ template \"mattermost.default." + key.replace("_", "") + "\" . }}";
      default -> "";
    };
  }
}
