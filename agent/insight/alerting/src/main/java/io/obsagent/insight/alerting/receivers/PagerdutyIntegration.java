// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PagerDuty's Events API: version 2, or 1 where there is a {@code service_key}.
 *
 * @param urlOfV1 where events of version 1 are taken
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v2-overview">API</a>
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v1-overview">version 1</a>
 */
record PagerdutyIntegration(
    IntegrationConfig config, Renderer renderer, HttpSender sender, String urlOfV1)
    implements Integration {
  static final String URL_OF_V1 =
      "https://events.pagerduty.com/generic/2010-04-15/create_event.json";
  private static final String URL = "https://events.pagerduty.com/v2/enqueue";
  private static final int MAX_SUMMARY = 1_024;
  private static final int MAX_EVENT = 512_000;

  @Override
  public void send(Notification notification) throws DeliveryException {
    boolean v1 = config.secret("service_key") != null;
    String json = Json.write(event(v1, notification, details(notification)));
    if (json.length() * 3L > MAX_EVENT) {
      json = Json.write(event(v1, notification, Map.of("error", "too large")));
    }
    HttpSender.Answer answer = sender.post(Secret.of(v1 ? urlOfV1 : config.text("url", URL)), json);
    // Version 1 says 403 to those that come too often.
    HttpSender.check(answer, v1 && answer.status() == 403);
  }

  private Map<String, Object> event(
      boolean v1, Notification notification, Map<String, @Nullable Object> details)
      throws DeliveryException {
    return v1 ? eventOfV1(notification, details) : event(notification, details);
  }

  private String key(String key, Notification notification) throws DeliveryException {
    return renderer.text(Integrations.read(Integrations.required(config, key), key), notification);
  }

  private String summary(Notification notification) throws DeliveryException {
    String description =
        config.text("description", "{{ template \"pagerduty.default.description\" . }}");
    return Renderer.cut(renderer.text(description, notification), MAX_SUMMARY);
  }

  private void client(Map<String, Object> event, Notification notification)
      throws DeliveryException {
    String client = config.text("client", "{{ template \"pagerduty.default.client\" . }}");
    event.put("client", renderer.text(client, notification));
    String link =
        renderer.text(
            config.text("client_url", "{{ template \"pagerduty.default.clientURL\" . }}"),
            notification);
    if (!link.isEmpty()) {
      event.put("client_url", link);
    }
  }

  private Map<String, Object> eventOfV1(
      Notification notification, Map<String, @Nullable Object> details) throws DeliveryException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("service_key", key("service_key", notification));
    event.put("incident_key", notification.keyHash());
    event.put("event_type", notification.isFiring() ? "trigger" : "resolve");
    event.put("description", summary(notification));
    if (notification.isFiring()) {
      client(event, notification);
    }
    event.put("details", details);
    return event;
  }

  private Map<String, Object> event(
      Notification notification, Map<String, @Nullable Object> details) throws DeliveryException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", key("routing_key", notification));
    event.put("dedup_key", notification.keyHash());
    event.put("event_action", notification.isFiring() ? "trigger" : "resolve");
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", summary(notification));
    String source = renderer.text(config.text("source", ""), notification);
    payload.put("source", source.isEmpty() ? "obs-agent" : source);
    payload.put("severity", severity(notification));
    for (String option : List.of("class", "component", "group")) {
      String value = renderer.text(config.text(option, ""), notification);
      if (!value.isEmpty()) {
        payload.put(option, value);
      }
    }
    payload.put("custom_details", details);
    event.put("payload", payload);
    client(event, notification);
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

  private Map<String, @Nullable Object> details(Notification notification)
      throws DeliveryException {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    String instances = "{{ template \"pagerduty.default.instances\" ";
    details.put("firing", renderer.text(instances + ".Alerts.Firing }}", notification));
    details.put("resolved", renderer.text(instances + ".Alerts.Resolved }}", notification));
    details.put("num_firing", renderer.text("{{ .Alerts.Firing | len }}", notification));
    details.put("num_resolved", renderer.text("{{ .Alerts.Resolved | len }}", notification));
    ConfigNode own = config.trees().get("details");
    if (own != null && renderer.tree(own, notification) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> details.put(String.valueOf(name), value));
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
