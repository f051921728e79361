// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.List;

/** The named templates that every notification can use, ours and the configured ones. */
final class Templates {
  private static final String DEFAULTS =
      """
      {{ define "obs.subject" -}}
      [{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] \
      {{ .GroupLabels.SortedPairs.Values | join " " }}\
      {{ with .CommonLabels.Remove .GroupLabels.Names }}{{ if .SortedPairs }} \
      ({{ .SortedPairs.Values | join " " }}){{ end }}{{ end }}
      {{- end }}
      {{ define "obs.alert" -}}
      {{ with .Annotations.summary }}{{ . }}
      {{ end }}{{ with .Annotations.description }}{{ . }}
      {{ end }}Labels:
      {{ range .Labels.SortedPairs }} - {{ .Name }} = {{ .Value }}
      {{ end }}{{ range .Annotations.SortedPairs }}\
      {{ if not (or (eq .Name "summary") (eq .Name "description")) }} - {{ .Name }}: {{ .Value }}
      {{ end }}{{ end }}Since: {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}
      {{ with .GeneratorURL }}Source: {{ . }}
      {{ end }}{{ end }}
      {{ define "obs.text" -}}
      {{ with .Alerts.Firing }}Firing
      {{ template "__text_alert_list" . }}{{ end }}{{ with .Alerts.Resolved }}Resolved
      {{ template "__text_alert_list" . }}{{ end }}{{ end }}
      {{ define "obs.html" -}}
      <!DOCTYPE html>
      <html><head><meta charset="utf-8"><title>{{ template "__subject" . }}</title></head>
      <body style="font-family:sans-serif">
      <h2 style="color:{{ if eq .Status "firing" }}#b00020{{ else }}#2e7d32{{ end }}">\
      {{ template "__subject" . }}</h2>
      {{ range .Alerts }}<h3>{{ .Status }}: {{ .Labels.alertname }}</h3>
      {{ with .Annotations.summary }}<p>{{ . }}</p>
      {{ end }}{{ with .Annotations.description }}<p>{{ . }}</p>
      {{ end }}<table>
      {{ range .Labels.SortedPairs }}<tr><th align="left">{{ .Name }}</th><td>{{ .Value }}</td></tr>
      {{ end }}</table>
      <p>Since {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}\
      {{ with .Annotations.runbook_url }} – <a href="{{ . }}">runbook</a>{{ end }}\
      {{ with .GeneratorURL }} – <a href="{{ . }}">source</a>{{ end }}</p>
      {{ end }}</body></html>
      {{ end }}
      {{ define "__subject" }}{{ template "obs.subject" . }}{{ end }}
      {{ define "__text_alert_list" }}{{ range . }}{{ template "obs.alert" . }}
      {{ end }}{{ end }}
      {{ define "__description" }}{{ end }}
      {{ define "__alertmanager" }}obs-agent{{ end }}
      {{ define "__alertmanagerURL" }}{{ .ExternalURL }}{{ end }}
      {{ define "email.default.subject" }}{{ template "__subject" . }}{{ end }}
      {{ define "email.default.html" }}{{ template "obs.html" . }}{{ end }}
      {{ define "slack.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "slack.default.text" }}{{ template "obs.text" . }}{{ end }}
      {{ define "slack.default.fallback" }}{{ template "__subject" . }}{{ end }}
      {{ define "slack.default.pretext" }}{{ end }}
      {{ define "slack.default.titlelink" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "slack.default.username" }}{{ template "__alertmanager" . }}{{ end }}
      {{ define "slack.default.footer" }}{{ end }}
      {{ define "slack.default.iconemoji" }}{{ end }}
      {{ define "slack.default.iconurl" }}{{ end }}
      {{ define "slack.default.callbackid" }}{{ end }}
      {{ define "slack.default.color" }}{{ template "obs.color" . }}{{ end }}
      {{ define "obs.color" }}{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}{{ end }}
      {{ define "discord.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "discord.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "discord.default.content" }}{{ end }}
      {{ define "telegram.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "webex.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "mattermost.default.username" }}{{ template "__alertmanager" . }}{{ end }}
      {{ define "mattermost.default.color" }}{{ template "obs.color" . }}{{ end }}
      {{ define "mattermost.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "mattermost.default.titlelink" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "mattermost.default.fallback" }}{{ template "__subject" . }}{{ end }}
      {{ define "mattermost.default.text" }}{{ template "obs.text" . }}{{ end }}
      {{ define "rocketchat.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "rocketchat.default.alias" }}{{ template "__alertmanager" . }}{{ end }}
      {{ define "rocketchat.default.titlelink" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "rocketchat.default.text" }}{{ template "obs.text" . }}{{ end }}
      {{ define "rocketchat.default.emoji" }}{{ end }}
      {{ define "rocketchat.default.iconurl" }}{{ end }}
      {{ define "pagerduty.default.description" }}{{ template "__subject" . }}{{ end }}
      {{ define "pagerduty.default.client" }}{{ template "__alertmanager" . }}{{ end }}
      {{ define "pagerduty.default.clientURL" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "pagerduty.default.instances" }}{{ template "__text_alert_list" . }}{{ end }}
      {{ define "opsgenie.default.message" }}{{ template "__subject" . }}{{ end }}
      {{ define "opsgenie.default.description" }}{{ template "obs.text" . }}{{ end }}
      {{ define "opsgenie.default.source" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "victorops.default.state_message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "victorops.default.entity_display_name" }}{{ template "__subject" . }}{{ end }}
      {{ define "victorops.default.monitoring_tool" }}{{ template "__alertmanager" . }}{{ end }}
      {{ define "pushover.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "pushover.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "pushover.default.url" }}{{ template "__alertmanagerURL" . }}{{ end }}
      {{ define "wechat.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "wechat.default.to_user" }}{{ end }}
      {{ define "wechat.default.to_party" }}{{ end }}
      {{ define "wechat.default.to_tag" }}{{ end }}
      {{ define "wechat.default.agent_id" }}{{ end }}
      {{ define "jira.default.summary" }}{{ template "__subject" . }}{{ end }}
      {{ define "jira.default.description" }}{{ template "obs.text" . }}{{ end }}
      {{ define "jira.default.priority" }}{{ $priority := "" }}\
      {{ $alerts := .Alerts.Firing }}{{ if not $alerts }}{{ $alerts = .Alerts.Resolved }}{{ end }}\
      {{ range $alerts }}{{ $severity := .Labels.severity }}\
      {{ if eq $severity "critical" }}{{ $priority = "High" }}\
      {{ else if and (eq $severity "warning") (ne $priority "High") }}{{ $priority = "Medium" }}\
      {{ else if and (eq $severity "info") (eq $priority "") }}{{ $priority = "Low" }}{{ end }}\
      {{ end }}{{ $priority }}{{ end }}
      {{ define "sns.default.subject" }}{{ template "__subject" . }}{{ end }}
      {{ define "sns.default.message" }}{{ template "obs.text" . }}{{ end }}
      {{ define "msteams.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "msteams.default.summary" }}{{ template "__subject" . }}{{ end }}
      {{ define "msteams.default.text" }}{{ template "obs.text" . }}{{ end }}
      {{ define "msteamsv2.default.title" }}{{ template "__subject" . }}{{ end }}
      {{ define "msteamsv2.default.text" }}{{ template "obs.text" . }}{{ end }}
      """;

  private Templates() {}

  static Template builtIn() {
    return BuiltIn.LIBRARY;
  }

  /** One library from the built-in definitions and, overriding them, configured texts. */
  static Template library(List<String> texts) throws TemplateException {
    Template library = BuiltIn.LIBRARY;
    for (int i = 0; i < texts.size(); i++) {
      library = Template.parse("templates[" + i + "]", texts.get(i)).withDefinitionsOf(library);
    }
    return library;
  }

  /** Parsed when the first configuration is read. */
  private static final class BuiltIn {
    static final Template LIBRARY = parse();

    private static Template parse() {
      try {
        return Template.parse("defaults", DEFAULTS);
      } catch (TemplateException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static void check(YamlMap section, String key, String text) throws YamlException {
    if (text.contains("{{")) {
      try {
        Template.parse(key, text);
      } catch (TemplateException e) {
        throw section.error(key, e.getMessage());
      }
    }
  }

  static void check(String place, String text) throws YamlException {
    if (text.contains("{{")) {
      try {
        Template.parse("text", text);
      } catch (TemplateException e) {
        throw new YamlException(place + ": " + e.getMessage());
      }
    }
  }
}
