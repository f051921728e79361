// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way a receiver is told, as it was configured; what is not set takes its default when a
 * notification is made.
 *
 * @param texts templated texts and plain settings by key
 * @param maps e.g. PagerDuty's details
 * @param lists e.g. Slack's fields
 * @param textLists e.g. Slack's mrkdwn_in
 * @param trees structures of templates, e.g. a webhook's payload
 */
public record IntegrationConfig(
    IntegrationType type,
    boolean sendResolved,
    Map<String, String> texts,
    Map<String, Secret> secrets,
    Map<String, Map<String, String>> maps,
    Map<String, List<Map<String, String>>> lists,
    Map<String, List<String>> textLists,
    Map<String, ConfigNode> trees,
    HttpOptions http,
    TlsOptions tls) {

  public String text(String key, String otherwise) {
    return texts.getOrDefault(key, otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    String value = texts.get(key);
    return value == null ? otherwise : value.equalsIgnoreCase("true");
  }

  public @Nullable Secret secret(String key) {
    return secrets.get(key);
  }

  public Map<String, String> map(String key) {
    return maps.getOrDefault(key, Map.of());
  }

  /** The receiver's own time limit, or the one for all. */
  public Duration timeout(Duration otherwise) {
    String value = texts.get("timeout");
    Duration own = value == null ? Duration.ZERO : PromDuration.parse(value);
    return own.isZero() ? otherwise : own;
  }
}
