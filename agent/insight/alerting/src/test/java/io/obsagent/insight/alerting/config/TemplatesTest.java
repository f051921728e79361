// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.template.Scope;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
  @ParameterizedTest
  @CsvSource({
    "slack.default.title,                S",
    "slack.default.titlelink,            U",
    "slack.default.username,             N",
    "slack.default.footer,               F",
    "pagerduty.default.description,      S",
    "pagerduty.default.clientURL,        U",
    "pagerduty.default.instances,        L",
    "opsgenie.default.message,           S",
    "email.default.subject,              S",
    "msteamsv2.default.title,            S"
  })
  void whatIsOverriddenCountsWhereverItIsUsed(String name, String expected)
      throws TemplateException {
    Template library =
        Templates.library(
            List.of(
                "{{ define \"__subject\" }}S{{ end }}{{ define \"__alertmanagerURL\" }}U{{ end }}",
                "{{ define \"__alertmanager\" }}N{{ end }}"
                    + "{{ define \"__text_alert_list\" }}L{{ end }}"
                    + "{{ define \"slack.default.footer\" }}F{{ end }}"));

    Template template = Template.parse("t", "{{ template \"" + name + "\" . }}");

    assertThat(template.withDefinitionsOf(library).render(Scope.of(Map.of()))).isEqualTo(expected);
  }
}
