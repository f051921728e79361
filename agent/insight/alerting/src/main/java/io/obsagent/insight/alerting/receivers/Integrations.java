// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.IntegrationType;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes integrations from their configuration. */
public final class Integrations {
  private final NotifyConfig config;
  private final Renderer renderer;

  public Integrations(NotifyConfig config) {
    this.config = config;
    this.renderer = new Renderer(config::templates);
  }

  public Integration create(IntegrationConfig integration) {
    Duration timeout = integration.timeout(config.delivery.timeout());
    if (integration.type() == IntegrationType.EMAIL) {
      return new EmailIntegration(integration, renderer, timeout);
    }
    HttpSender sender = new HttpSender(integration.http(), timeout);
    return switch (integration.type()) {
      case JIRA -> new JiraIntegration(integration, renderer, sender);
      case SNS ->
          new SnsIntegration(
              integration,
              renderer,
              sender,
              AwsCredentials.Environment.ofProcess(),
              InstantSource.system());
      case SLACK -> new SlackIntegration(integration, renderer, sender);
      case PAGERDUTY ->
          new PagerdutyIntegration(integration, renderer, sender, PagerdutyIntegration.URL_OF_V1);
      case OPSGENIE -> new OpsgenieIntegration(integration, renderer, sender);
      case MATTERMOST -> new MattermostIntegration(integration, renderer, sender);
      case DISCORD, TELEGRAM, WEBEX, ROCKETCHAT ->
          new ChatIntegration(integration, renderer, sender);
      case MSTEAMS, MSTEAMSV2 -> new TeamsIntegration(integration, renderer, sender);
      case VICTOROPS -> new VictoropsIntegration(integration, renderer, sender);
      case PUSHOVER ->
          new PushoverIntegration(integration, renderer, sender, PushoverIntegration.URL);
      case INCIDENTIO -> new IncidentioIntegration(integration, sender);
      case WECHAT -> new WechatIntegration(integration, renderer, sender);
      default -> new WebhookIntegration(integration, renderer, sender);
    };
  }

  static String read(Secret secret, String key) throws DeliveryException {
    try {
      return secret.read();
    } catch (IOException e) {
      throw new DeliveryException("cannot read " + key + "_file", true);
    }
  }

  /** Puts a value under a key; a dot leads into a mapping, as {@code confirm.title}. */
  @SuppressWarnings("unchecked")
  static void put(Map<String, Object> target, String key, Object value) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      target.put(key, value);
    } else {
      Object inner =
          target.computeIfAbsent(
              key.substring(0, dot), name -> new LinkedHashMap<String, Object>());
      ((Map<String, Object>) inner).put(key.substring(dot + 1), value);
    }
  }

  static Secret required(IntegrationConfig config, String key) throws DeliveryException {
    Secret secret = config.secret(key);
    if (secret == null) {
      throw new DeliveryException("'" + key + "' is not configured", false);
    }
    return secret;
  }
}
