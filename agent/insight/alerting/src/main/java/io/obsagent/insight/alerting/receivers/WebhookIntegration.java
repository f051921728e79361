// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alertmanager's webhook, version 4.
 *
 * @see <a
 *     href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">format</a>
 */
record WebhookIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  @Override
  public void send(Notification notification) throws DeliveryException {
    ConfigNode own = config.trees().get("payload");
    int max = Integer.parseInt(config.text("max_alerts", "0"));
    Object payload =
        own == null ? whole(notification, max) : renderer.tree(own, notification.first(max));
    HttpSender.check(sender.post(url(notification), Json.write(payload)));
  }

  private Map<String, Object> whole(Notification notification, int max) throws DeliveryException {
    Map<String, Object> payload = payload(notification, max);
    if (!notification.routeLabels().isEmpty()) {
      payload.put("routeLabels", renderer.routeLabels(notification));
    }
    return payload;
  }

  /** It may name its alerts. */
  private Secret url(Notification notification) throws DeliveryException {
    String text = Integrations.read(Integrations.required(config, "url"), "url");
    return Secret.of(renderer.text(text, notification));
  }

  static Map<String, Object> payload(Notification whole, int maxAlerts) {
    Notification notification = whole.first(maxAlerts);
    List<Object> alerts = new ArrayList<>();
    for (Notification.Item item : notification.alerts()) {
      Map<String, Object> alert = new LinkedHashMap<>();
      alert.put("status", item.status());
      alert.put("labels", item.alert().labels().toMap());
      alert.put("annotations", item.alert().annotations());
      alert.put("startsAt", Json.time(item.alert().startsAt()));
      alert.put("endsAt", Json.end(item));
      alert.put("generatorURL", item.alert().generatorUrl());
      alert.put("fingerprint", item.fingerprint());
      alerts.add(alert);
    }
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("receiver", notification.receiver());
    payload.put("status", notification.status());
    payload.put("alerts", alerts);
    payload.put("groupLabels", notification.groupLabels().toMap());
    payload.put("commonLabels", notification.commonLabels());
    payload.put("commonAnnotations", notification.commonAnnotations());
    payload.put("externalURL", notification.externalUrl());
    payload.put("version", "4");
    payload.put("groupKey", notification.groupKey());
    payload.put("truncatedAlerts", whole.alerts().size() - alerts.size());
    return payload;
  }
}
