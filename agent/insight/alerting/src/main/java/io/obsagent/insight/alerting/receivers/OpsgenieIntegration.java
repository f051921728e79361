// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opsgenie's alert API: created with an alias, closed by it.
 *
 * @see <a href="https://docs.opsgenie.com/docs/alert-api">API</a>
 */
record OpsgenieIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final String URL = "https://api.opsgenie.com/";
  private static final int MAX_MESSAGE = 130;
  private static final int MAX_DESCRIPTION = 15_000;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String base = config.text("api_url", URL);
    String alerts = (base.endsWith("/") ? base : base + "/") + "v2/alerts";
    String apiKey = Integrations.read(Integrations.required(config, "api_key"), "api_key");
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "GenieKey " + renderer.text(apiKey, notification),
            "Content-Type",
            "application/json");
    String alias = alerts + "/" + notification.keyHash();
    if (notification.isFiring()) {
      Map<String, Object> creation = creation(notification);
      HttpSender.check(sender.post(Secret.of(alerts), Json.write(creation), headers));
      if (config.flag("update_alerts", false)) {
        // A creation changes nothing of an alert that is there, but its count.
        for (String part : List.of("message", "description")) {
          String body = Json.write(Map.of(part, creation.getOrDefault(part, "")));
          Secret url = Secret.of(alias + "/" + part + "?identifierType=alias");
          HttpSender.check(sender.send("PUT", url, body, headers));
        }
      }
    } else {
      Secret close = Secret.of(alias + "/close?identifierType=alias");
      Map<String, String> body = Map.of("source", source(notification));
      HttpSender.check(sender.post(close, Json.write(body), headers));
    }
  }

  private String source(Notification notification) throws DeliveryException {
    String source = config.text("source", "{{ template \"opsgenie.default.source\" . }}");
    String text = renderer.text(source, notification);
    return text.isEmpty() ? "obs-agent" : text;
  }

  private Map<String, Object> creation(Notification notification) throws DeliveryException {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alias", notification.keyHash());
    String message = config.text("message", "{{ template \"opsgenie.default.message\" . }}");
    alert.put("message", Renderer.cut(renderer.text(message, notification), MAX_MESSAGE));
    String description =
        config.text("description", "{{ template \"opsgenie.default.description\" . }}");
    alert.put(
        "description", Renderer.cut(renderer.text(description, notification), MAX_DESCRIPTION));
    Map<String, String> details = new LinkedHashMap<>(notification.commonLabels());
    for (Map.Entry<String, String> entry : config.map("details").entrySet()) {
      details.put(entry.getKey(), renderer.text(entry.getValue(), notification));
    }
    alert.put("details", details);
    alert.put("source", source(notification));
    List<Object> responders = responders(notification);
    if (!responders.isEmpty()) {
      alert.put("responders", responders);
    }
    List<String> tags = commaList("tags", notification);
    if (!tags.isEmpty()) {
      alert.put("tags", tags);
    }
    List<String> actions = commaList("actions", notification);
    if (!actions.isEmpty()) {
      alert.put("actions", actions);
    }
    for (String key : List.of("note", "entity")) {
      String value = renderer.text(config.text(key, ""), notification);
      if (!value.isEmpty()) {
        alert.put(key, value);
      }
    }
    String priority = renderer.text(config.text("priority", ""), notification);
    alert.put(
        "priority", priority.isEmpty() ? Severity.highest(notification).opsgenie() : priority);
    return alert;
  }

  private List<String> commaList(String key, Notification notification) throws DeliveryException {
    List<String> list = new ArrayList<>();
    for (String part : renderer.text(config.text(key, ""), notification).split(",")) {
      if (!part.isBlank()) {
        list.add(part.strip());
      }
    }
    return list;
  }

  private List<Object> responders(Notification notification) throws DeliveryException {
    List<Object> responders = new ArrayList<>();
    for (Map<String, String> configured : config.lists().getOrDefault("responders", List.of())) {
      Map<String, String> responder = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : configured.entrySet()) {
        String value = renderer.text(entry.getValue(), notification);
        if (!value.isEmpty()) {
          responder.put(entry.getKey(), value);
        }
      }
      if ("teams".equals(responder.get("type"))) {
        for (String team : responder.getOrDefault("name", "").split(",")) {
          if (!team.isBlank()) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("name", team.strip());
            one.put("type", "team");
            responders.add(one);
          }
        }
      } else if (!responder.isEmpty()) {
        responders.add(responder);
      }
    }
    return responders;
  }
}
