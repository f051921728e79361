// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Splunk On-Call's generic REST endpoint, as Alertmanager uses it. */
record VictoropsIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final String URL =
      "https://alert.victorops.com/integrations/generic/20131114/alert/";
  private static final Set<String> TYPES = Set.of("INFO", "WARNING", "CRITICAL");
  private static final int MAX_MESSAGE = 20_480;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String key = Integrations.read(Integrations.required(config, "api_key"), "api_key");
    String base = config.text("api_url", URL);
    String route = renderer.text(config.text("routing_key", ""), notification);
    Secret url = Secret.of((base.endsWith("/") ? base : base + "/") + key + "/" + route);
    HttpSender.check(sender.post(url, Json.write(event(notification))));
  }

  private Map<String, Object> event(Notification notification) throws DeliveryException {
    String type = text("message_type", "CRITICAL", notification);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put(
        "message_type",
        !notification.isFiring() ? "RECOVERY" : TYPES.contains(type) ? type : "CRITICAL");
    event.put("entity_id", notification.keyHash());
    event.put(
        "entity_display_name",
        text(
            "entity_display_name",
            "{{ template \"victorops.default.entity_display_name\" . }}",
            notification));
    String message =
        text("state_message", "{{ template \"victorops.default.state_message\" . }}", notification);
    event.put("state_message", Renderer.cut(message, MAX_MESSAGE));
    event.put(
        "monitoring_tool",
        text(
            "monitoring_tool",
            "{{ template \"victorops.default.monitoring_tool\" . }}",
            notification));
    for (Map.Entry<String, String> field : config.map("custom_fields").entrySet()) {
      event.putIfAbsent(field.getKey(), renderer.text(field.getValue(), notification));
    }
    return event;
  }

  private String text(String key, String otherwise, Notification notification)
      throws DeliveryException {
    return renderer.text(config.text(key, otherwise), notification);
  }
}
