// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.util.Map;

/** The alert source of incident.io for Alertmanager: its webhook in version 1, with a token. */
record IncidentioIntegration(IntegrationConfig config, HttpSender sender) implements Integration {
  private static final int MAX_BYTES = 512 << 10;

  @Override
  public void send(Notification notification) throws DeliveryException {
    String json = json(notification, Integer.parseInt(config.text("max_alerts", "0")));
    if (json.length() * 3L > MAX_BYTES) {
      json = json(notification, 1);
    }
    Secret token = config.secret("alert_source_token");
    Map<String, String> headers =
        token == null
            ? Map.of()
            : Map.of("Authorization", "Bearer " + Integrations.read(token, "alert_source_token"));
    HttpSender.check(sender.post(Integrations.required(config, "url"), json, headers));
  }

  private static String json(Notification notification, int maxAlerts) {
    Map<String, Object> payload = WebhookIntegration.payload(notification, maxAlerts);
    payload.put("version", "1");
    return Json.write(payload);
  }
}
