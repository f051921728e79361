// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunbookUrlTest {
  private static Map<String, String> linked(String url, String alert, String given) {
    return RunbookUrl.linked(url, alert, given.isEmpty() ? Map.of() : Map.of("runbook_url", given));
  }

  @Test
  void leadsToTheAgentWhereTheRuleHasNoLinkThatOneCanFollow() {
    String page = "http://shop:9464/monitoring/runbooks/";
    assertThat(linked("http://shop:9464/", "HighLatency", "docs/runbooks.md#highlatency"))
        .containsEntry("runbook_url", page + "HighLatency");
    assertThat(linked("http://shop:9464", "Too hot/now", ""))
        .containsEntry("runbook_url", page + "Too%20hot%2Fnow");
  }

  @Test
  void theRulesOwnLinkStays() {
    assertThat(linked("http://shop:9464", "A", "https://wiki/a"))
        .containsEntry("runbook_url", "https://wiki/a");
  }

  @Test
  void nothingChangesWhereNobodyKnowsTheAgentsAddress() {
    assertThat(linked("", "A", "")).isEmpty();
    assertThat(linked("", "A", "docs/runbooks.md#a"))
        .containsEntry("runbook_url", "docs/runbooks.md#a");
  }
}
