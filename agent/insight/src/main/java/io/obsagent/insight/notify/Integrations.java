// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

import java.time.Duration;

/** Makes integrations from their configuration. */
final class Integrations {
  private final NotifyConfig config;
  private final Renderer renderer;

  Integrations(NotifyConfig config) {
    this.config = config;
    this.renderer = new Renderer(config.templates);
  }

  Integration create(IntegrationConfig integration) {
    Duration timeout = integration.timeout(config.delivery.timeout());
    if (integration.type() == IntegrationType.EMAIL) {
      return new EmailIntegration(integration, renderer, timeout);
    }
    HttpSender sender = new HttpSender(integration.http(), timeout);
    return switch (integration.type()) {
      case SLACK -> new SlackIntegration(integration, renderer, sender);
      case PAGERDUTY -> new PagerdutyIntegration(integration, renderer, sender);
      case OPSGENIE -> new OpsgenieIntegration(integration, renderer, sender);
      case MSTEAMS, MSTEAMSV2 -> new TeamsIntegration(integration, renderer, sender);
      default -> new WebhookIntegration(integration, sender);
    };
  }

  static Secret required(IntegrationConfig config, String key) throws DeliveryException {
    Secret secret = config.secret(key);
    if (secret == null) {
      throw new DeliveryException("'" + key + "' is not configured", false);
    }
    return secret;
  }
}
