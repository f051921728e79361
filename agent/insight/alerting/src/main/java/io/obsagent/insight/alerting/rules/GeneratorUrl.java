// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The link from an alert to its expression, as Prometheus forms it. */
final class GeneratorUrl {
  private GeneratorUrl() {}

  static String of(AlertOptions options, RuleDefinition rule) {
    return options.externalUrl().isEmpty()
        ? ""
        : options.externalUrl()
            + "/graph?g0.expr="
            + URLEncoder.encode(rule.query(), StandardCharsets.UTF_8)
            + "&g0.tab=1";
  }
}
