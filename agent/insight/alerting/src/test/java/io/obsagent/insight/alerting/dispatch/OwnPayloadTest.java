// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.receivers.Notification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that somebody has configured, and messages that are updated. */
class OwnPayloadTest extends PayloadKit {
  @Test
  void aWebhooksPayloadIsTheConfiguredOne() throws Exception {
    List<String> bodies =
        bodies(
            "webhook_configs:\n  - url: '"
                + http.url("/w")
                + "'\n    payload:\n      text: '{{ .Status }}: {{ .CommonLabels.job }}'\n"
                + "      word: '{{ .Status }}'\n"
                + "      count: '{{ .Alerts | len }}'\n      labels: '{{ toJson .CommonLabels }}'\n"
                + "      '{{ .Receiver }}': [true, 1.5, ~, 'no', '007']\n");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"text\":{\"firing\":\"shop\"},\"word\":\"firing\",\"count\":1,\"labels\":{"
                + "\"alertname\":\"High\\\"CPU\\n\",\"job\":\"shop\",\"severity\":\"critical\"},"
                + "\"r\":[true,1.5,null,\"no\",\"007\"]}");
  }

  @Test
  void alertsInAPayloadMayBeMany() throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            webhook_configs: [{url: '%s', payload: {all: '{{ toJson .Alerts }}'}}]
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/p")))) {
      for (int i = 0; i < 3_000; i++) {
        time.fire("alertname", "A", "i", String.valueOf(i));
      }
      time.pass(java.time.Duration.ofSeconds(1));
    }
    assertThat(http.bodies().get(0)).startsWith("{\"all\":[{\"status\":\"firing\",");
  }

  @Test
  void detailsOfPagerdutyMayBeStructures() throws Exception {
    List<String> bodies =
        bodies(
            "pagerduty_configs: [{url: '"
                + http.url("/p")
                + "', routing_key: k, details: {firing: '{{ .Alerts.Firing | len }}', team: {name:"
                + " '{{ .CommonLabels.job }}', on: [a, b]}}}]");
    assertThat(bodies.get(0))
        .contains("\"custom_details\":{\"firing\":1,\"resolved\":\"\",\"num_firing\":\"1\"")
        .contains("\"team\":{\"name\":\"shop\",\"on\":[\"a\",\"b\"]}}");
  }

  @Test
  void attachmentsOfMattermostMayBeListed() throws Exception {
    List<String> bodies =
        bodies(
            "mattermost_configs: [{webhook_url: '"
                + http.url("/m")
                + "', text: t, priority: {priority: Urgent, requested_ack: true,"
                + " persistent_notifications: true}, props: {card: c}, attachments: [{title:"
                + " '{{ .Status }}', fields: [{title: a, value: b, short: true}]}]}]");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"username\":\"obs-agent\",\"text\":\"t\",\"attachments\":[{\"title\":\"firing\","
                + "\"fields\":[{\"title\":\"a\",\"value\":\"b\",\"short\":true}]}],"
                + "\"props\":{\"card\":\"c\"},\"priority\":{\"priority\":\"urgent\","
                + "\"requested_ack\":true,\"persistent_notifications\":true}}");
  }

  @Test
  void anAlertOfOpsgenieIsUpdatedWhereThatIsWanted() throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        receivers:
          - name: r
            opsgenie_configs:
              - {api_url: '%s', api_key: k, update_alerts: true, message: m, description: d,
                 responders: [{name: 'a, b', type: teams}, {name: '', type: '{{ .CommonLabels.none }}'}]}
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/")))) {
      time.fire("alertname", "A").pass(java.time.Duration.ofSeconds(1));
    }
    String alias = "/v2/alerts/" + Notification.sha256("{}:{alertname=\"A\"}");
    assertThat(http.requests.stream().map(request -> request.method() + " " + request.path()))
        .containsExactly(
            "POST /v2/alerts",
            "PUT " + alias + "/message?identifierType=alias",
            "PUT " + alias + "/description?identifierType=alias");
    assertThat(http.bodies().get(0))
        .contains(
            "\"responders\":[{\"name\":\"a\",\"type\":\"team\"},{\"name\":\"b\",\"type\":\"team\"}]")
        .contains("\"source\":\"http://obs:9464\"");
    assertThat(http.bodies().get(1)).isEqualTo("{\"message\":\"m\"}");
    assertThat(http.bodies().get(2)).isEqualTo("{\"description\":\"d\"}");
  }

  @Test
  void aMessageOfSlackIsUpdatedUntilItsAlertsEnd() throws Exception {
    http.answer = "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}";
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
            slack_configs:
              - {api_url: '%s', http_config: {authorization: {credentials: t}}, channel: '#a',
                 message_text: m, update_message: true, send_resolved: true}
        """;
    try (Timeline time = new Timeline(yaml.formatted(http.url("/api/chat.postMessage")))) {
      time.fire("alertname", "A", "i", "1").pass(java.time.Duration.ofSeconds(1));
      time.fire("alertname", "A", "i", "2").pass(java.time.Duration.ofMinutes(1));
      time.resolve("alertname", "A", "i", "1").resolve("alertname", "A", "i", "2");
      time.pass(java.time.Duration.ofMinutes(1));
      time.fire("alertname", "A", "i", "1").pass(java.time.Duration.ofMinutes(1));
    }
    assertThat(http.paths())
        .containsExactly(
            "/api/chat.postMessage",
            "/api/chat.update",
            "/api/chat.update",
            "/api/chat.postMessage");
    assertThat(http.bodies().get(0)).startsWith("{\"channel\":\"#a\"").contains("\"text\":\"m\"");
    assertThat(http.bodies().get(1))
        .startsWith("{\"channel\":\"C1\"")
        .contains("\"ts\":\"1503435956.000247\"");
  }

  @Test
  void theNamedTemplatesOfEachReceiverMayBeReplaced(@TempDir Path directory) throws Exception {
    StringBuilder templates = new StringBuilder();
    for (String name :
        List.of(
            "slack.default.pretext",
            "slack.default.color",
            "slack.default.footer",
            "slack.default.iconurl",
            "discord.default.title",
            "telegram.default.message",
            "webex.default.message",
            "mattermost.default.titlelink",
            "rocketchat.default.iconurl",
            "opsgenie.default.source",
            "sns.default.subject",
            "jira.default.summary")) {
      templates.append("{{ define \"" + name + "\" }}my " + name + "{{ end }}\n");
    }
    Files.writeString(directory.resolve("own.tmpl"), templates);
    http.answers.put("/j/search", "{\"issues\":[]}");
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s}
        templates: ['*.tmpl']
        receivers:
          - name: r
            slack_configs: [{api_url: 'URL/s'}]
            discord_configs: [{webhook_url: 'URL/d'}]
            telegram_configs: [{api_url: 'URL/t', bot_token: t, chat_id: 1}]
            webex_configs: [{api_url: 'URL/w', room_id: r, http_config: {authorization: {credentials: c}}}]
            mattermost_configs: [{webhook_url: 'URL/m'}]
            rocketchat_configs: [{api_url: 'URL/r', token: t, token_id: i}]
            opsgenie_configs: [{api_url: 'URL/o', api_key: k}]
            sns_configs: [{api_url: 'URL/n', topic_arn: t, sigv4: {region: r, access_key: a, secret_key: s}}]
            jira_configs: [{api_url: 'URL/j', project: P, issue_type: Bug}]
        """;
    Path file = directory.resolve("am.yml");
    Files.writeString(file, yaml.replace("URL", http.url("")));
    try (Timeline time = new Timeline(NotifyConfig.load(file), null)) {
      time.fire("alertname", "A").pass(java.time.Duration.ofSeconds(1));
      assertThat(time.notifier.test("r")).isEmpty();
    }
    String all = String.join("\n", http.bodies()).replace("+", " ").replace("%20", " ");
    for (String line : templates.toString().split("\n")) {
      assertThat(all).contains("my " + line.replaceAll(".*my |\\{\\{ end }}", ""));
    }
  }
}
