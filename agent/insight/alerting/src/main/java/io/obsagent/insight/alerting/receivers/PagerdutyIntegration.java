// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty's Events API v2.
 *
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v2-overview">API</a>
 */
record PagerdutyIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final String URL = "https://events.pagerduty.com/v2/enqueue";
  private static final int MAX_SUMMARY = 1_024;
  private static final int MAX_EVENT = 512_000;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String json;
    try {
      String key = renderer.text(Integrations.required(config, "routing_key").read(), notification);
      json = Json.write(event(key, notification, false));
      if (json.length() * 3L > MAX_EVENT) {
        json = Json.write(event(key, notification, true));
      }
    } catch (IOException e) {
      throw new DeliveryException("cannot read routing_key_file", true);
    }
    HttpSender.check(sender.post(Secret.of(config.text("url", URL)), json));
  }

  private Map<String, Object> event(String key, Notification notification, boolean brief)
      throws DeliveryException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", key);
    event.put("dedup_key", notification.keyHash());
    event.put("event_action", notification.isFiring() ? "trigger" : "resolve");
    Map<String, Object> payload = new LinkedHashMap<>();
    String description =
        config.text("description", "{{ template \"pagerduty.default.description\" . }}");
    payload.put("summary", Renderer.cut(renderer.text(description, notification), MAX_SUMMARY));
    String source = renderer.text(config.text("source", ""), notification);
    payload.put("source", source.isEmpty() ? "obs-agent" : source);
    payload.put("severity", severity(notification));
    for (String option : List.of("class", "component", "group")) {
      String value = renderer.text(config.text(option, ""), notification);
      if (!value.isEmpty()) {
        payload.put(option, value);
      }
    }
    payload.put("custom_details", brief ? Map.of("error", "too large") : details(notification));
    event.put("payload", payload);
    String client = config.text("client", "{{ template \"pagerduty.default.client\" . }}");
    event.put("client", renderer.text(client, notification));
    String link =
        renderer.text(
            config.text("client_url", "{{ template \"pagerduty.default.clientURL\" . }}"),
            notification);
    if (!link.isEmpty()) {
      event.put("client_url", link);
    }
    elements(event, "images", notification);
    elements(event, "links", notification);
    return event;
  }

  /**
   * One of the four words that the API takes: what is configured, else what the severity of the
   * alerts is mapped to, else the default of Alertmanager.
   */
  private String severity(Notification notification) throws DeliveryException {
    String own = config.text("severity", "");
    if (own.isEmpty() && !config.maps().containsKey("severity_mapping")) {
      return "error";
    }
    Severity severity =
        own.isEmpty()
            ? Severity.highest(notification)
            : Severity.of(renderer.text(own, notification));
    Map<String, String> mapping = config.map("severity_mapping");
    String mapped = mapping.get(severity.label());
    return mapped != null && List.of("critical", "error", "warning", "info").contains(mapped)
        ? mapped
        : severity.pagerduty();
  }

  private Map<String, String> details(Notification notification) throws DeliveryException {
    Map<String, String> details = new LinkedHashMap<>();
    String instances = "{{ template \"pagerduty.default.instances\" ";
    details.put("firing", renderer.text(instances + ".Alerts.Firing }}", notification));
    details.put("resolved", renderer.text(instances + ".Alerts.Resolved }}", notification));
    details.put("num_firing", renderer.text("{{ .Alerts.Firing | len }}", notification));
    details.put("num_resolved", renderer.text("{{ .Alerts.Resolved | len }}", notification));
    for (Map.Entry<String, String> entry : config.map("details").entrySet()) {
      details.put(entry.getKey(), renderer.text(entry.getValue(), notification));
    }
    return details;
  }

  private void elements(Map<String, Object> event, String key, Notification notification)
      throws DeliveryException {
    List<Object> elements = new ArrayList<>();
    for (Map<String, String> configured : config.lists().getOrDefault(key, List.of())) {
      Map<String, Object> element = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : configured.entrySet()) {
        element.put(entry.getKey(), renderer.text(entry.getValue(), notification));
      }
      elements.add(element);
    }
    if (!elements.isEmpty()) {
      event.put(key, elements);
    }
  }
}
