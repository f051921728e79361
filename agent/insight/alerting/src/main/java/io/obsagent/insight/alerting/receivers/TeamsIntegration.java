// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.IntegrationType;
import io.obsagent.insight.alerting.config.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Microsoft Teams: a message card to a connector, or (v2) an adaptive card to a workflow. */
record TeamsIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final int MAX_TEXT = 20_000;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String name = config.type().label();
    String title = part("title", name, notification);
    String text = part("text", name, notification);
    boolean workflow = config.type() == IntegrationType.MSTEAMSV2;
    Map<String, Object> card =
        workflow
            ? adaptiveCard(title, text, notification)
            : messageCard(title, part("summary", name, notification), text, notification);
    Secret url = Integrations.required(config, "webhook_url");
    HttpSender.check(sender.post(url, Json.write(card)));
  }

  private String part(String key, String name, Notification notification) throws DeliveryException {
    String otherwise = "{{ template \"" + name + ".default." + key + "\" . }}";
    return Renderer.cut(renderer.text(config.text(key, otherwise), notification), MAX_TEXT);
  }

  private static Map<String, Object> messageCard(
      String title, String summary, String text, Notification notification) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("@context", "http://schema.org/extensions");
    card.put("@type", "MessageCard");
    card.put("title", title);
    card.put("summary", summary);
    card.put("text", text);
    card.put("themeColor", notification.isFiring() ? "8C1A1A" : "2DC72D");
    return card;
  }

  private static Map<String, Object> adaptiveCard(
      String title, String text, Notification notification) {
    Map<String, Object> heading = new LinkedHashMap<>();
    heading.put("type", "TextBlock");
    heading.put("text", title);
    heading.put("weight", "Bolder");
    heading.put("size", "Medium");
    heading.put("wrap", true);
    heading.put("style", "heading");
    heading.put("color", notification.isFiring() ? "Attention" : "Good");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "TextBlock");
    body.put("text", text);
    body.put("wrap", true);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    content.put("type", "AdaptiveCard");
    content.put("version", "1.4");
    content.put("body", List.of(heading, body));
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.put("content", content);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "message");
    message.put("attachments", List.of(attachment));
    return message;
  }
}
