// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.Severity;
import io.obsagent.insight.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadTest {
  private static final Labels LABELS =
      Labels.of("alertname", "High\"CPU\n", "job", "shop", "severity", "critical");

  private HttpReceiver http;

  @BeforeEach
  void open() throws IOException {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  /** What arrives when the alert fires and when it ends. */
  private List<String> bodies(String receiver) throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
        """
            + receiver.indent(4);
    try (Timeline time = new Timeline(yaml)) {
      Alert alert =
          new Alert(LABELS, Map.of("summary", "it \\ <b>"), time.now, null, "http://g/?a=1&b=2");
      time.notifier.receive(List.of(alert));
      time.pass(java.time.Duration.ofSeconds(30));
      time.notifier.receive(List.of(alert.endingAt(time.now)));
      time.pass(java.time.Duration.ofMinutes(1));
      assertThat(time.notifier.test("r")).isEmpty();
    }
    return http.bodies();
  }

  @Test
  void webhook() throws Exception {
    List<String> bodies = bodies("webhook_configs: [{url: '" + http.url("/w") + "'}]");
    String fingerprint = Alert.hex(Alert.fingerprint(LABELS));
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"receiver\":\"r\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                + "{\"alertname\":\"High\\\"CPU\\n\",\"job\":\"shop\",\"severity\":\"critical\"},"
                + "\"annotations\":{\"summary\":\"it \\\\ <b>\"},\"startsAt\":\"2026-01-05T08:00:00Z\","
                + "\"endsAt\":\"0001-01-01T00:00:00Z\",\"generatorURL\":\"http://g/?a=1&b=2\","
                + "\"fingerprint\":\""
                + fingerprint
                + "\"}],\"groupLabels\":{\"alertname\":\"High\\\"CPU\\n\"},\"commonLabels\":"
                + "{\"alertname\":\"High\\\"CPU\\n\",\"job\":\"shop\",\"severity\":\"critical\"},"
                + "\"commonAnnotations\":{\"summary\":\"it \\\\ <b>\"},\"externalURL\":"
                + "\"http://obs:9464\",\"version\":\"4\",\"groupKey\":"
                + "\"{}:{alertname=\\\"High\\\\\\\"CPU\\\\n\\\"}\",\"truncatedAlerts\":0}");
    assertThat(bodies.get(1))
        .startsWith("{\"receiver\":\"r\",\"status\":\"resolved\"")
        .contains("\"endsAt\":\"2026-01-05T08:00:30Z\"");
    assertThat(bodies).hasSize(3);
  }

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

  @Test
  void templatesSeeWhatAlertmanagersSee() throws Exception {
    String text =
        "{{ .CommonLabels.SortedPairs }}|{{ .GroupLabels.Names.Join \"+\" }}|{{ toJson .CommonLabels }}"
            + "|{{ now.Format \"15:04\" }}|{{ (index .Alerts 0) | toJson }}";

    List<String> bodies =
        bodies(
            "slack_configs: [{api_url: '"
                + http.url("/s")
                + "', footer: '"
                + text.replace("\\", "\\\\")
                + "'}]");

    String labels =
        "{\\\"alertname\\\":\\\"High\\\\\\\"CPU\\\\n\\\",\\\"job\\\":\\\"shop\\\",\\\"severity\\\":\\\"critical\\\"}";
    assertThat(bodies.get(0))
        .contains(
            "alertname=High\\\"CPU\\n, job=shop, severity=critical|alertname|"
                + labels
                + "|08:00|{\\\"status\\\":\\\"firing\\\",\\\"labels\\\":"
                + labels
                + ",\\\"annotations\\\":{\\\"summary\\\":\\\"it \\\\\\\\ \\\\u003cb\\\\u003e\\\"},"
                + "\\\"startsAt\\\":\\\"2026-01-05T08:00:00Z\\\",");
  }

  @Test
  void slack() throws Exception {
    List<String> bodies =
        bodies(
            "slack_configs: [{api_url: '"
                + http.url("/s")
                + "', channel: '#ops', send_resolved: true, mention_users: ['@ops-team'],"
                + " title: '{{ .Status }} {{ .CommonLabels.job }}', text: '{{ .CommonAnnotations.summary }}',"
                + " fields: [{title: Job, value: '{{ .CommonLabels.job }}', short: true}]}]");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"channel\":\"#ops\",\"username\":\"obs-agent\",\"link_names\":true,\"attachments\":[{"
                + "\"title\":\"firing shop\",\"title_link\":\"http://obs:9464\",\"pretext\":\"@ops-team \","
                + "\"text\":\"it \\\\ <b>\",\"fallback\":\"[FIRING:1] High\\\"CPU\\n (shop critical)\","
                + "\"fields\":[{\"title\":\"Job\",\"value\":\"shop\",\"short\":true}],"
                + "\"color\":\"danger\",\"mrkdwn_in\":[\"fallback\",\"pretext\",\"text\"]}]}");
    assertThat(bodies.get(1)).contains("\"title\":\"resolved shop\"", "\"color\":\"good\"");
  }

  @Test
  void pagerduty() throws Exception {
    List<String> bodies =
        bodies(
            "pagerduty_configs: [{url: '"
                + http.url("/p")
                + "', routing_key: key, description: '{{ .CommonLabels.job }}', details: {firing: x, resolved: ''}}]");
    String dedup = Notification.sha256("{}:{alertname=\"High\\\"CPU\\n\"}");
    String expected =
        "{\"routing_key\":\"key\",\"dedup_key\":\""
            + dedup
            + "\",\"event_action\":\"ACTION\",\"payload\":{\"summary\":\"shop\",\"source\":\"obs-agent\","
            + "\"severity\":\"error\",\"custom_details\":{\"firing\":\"x\",\"resolved\":\"\","
            + "\"num_firing\":\"FIRING\",\"num_resolved\":\"ENDED\"}},\"client\":\"obs-agent\","
            + "\"client_url\":\"http://obs:9464\"}";
    assertThat(bodies.get(0))
        .isEqualTo(
            expected.replace("ACTION", "trigger").replace("FIRING", "1").replace("ENDED", "0"));
    assertThat(bodies.get(1))
        .isEqualTo(
            expected.replace("ACTION", "resolve").replace("FIRING", "0").replace("ENDED", "1"));
  }

  @Test
  void slackByAnAppsToken() throws Exception {
    List<String> bodies =
        bodies(
            "slack_configs: [{app_token: xoxb, app_url: '"
                + http.url("/app")
                + "', channel: '#a', actions: [{type: button, text: t, url: 'http://x/',"
                + " confirm: {text: sure, title: Really}}]}]");
    assertThat(http.headers("Authorization").get(0)).isEqualTo("Bearer xoxb");
    assertThat(bodies.get(0))
        .contains("\"channel\":\"#a\"", "\"confirm\":{\"text\":\"sure\",\"title\":\"Really\"}");
  }

  @Test
  void discord() throws Exception {
    List<String> bodies =
        bodies("discord_configs: [{webhook_url: '" + http.url("/d") + "', message: m}]");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"content\":\"\",\"embeds\":[{\"title\":\"[FIRING:1] High\\\"CPU\\n (shop critical)\","
                + "\"description\":\"m\",\"color\":10038562}]}");
    assertThat(bodies.get(1)).contains("\"title\":\"[RESOLVED] ", "\"color\":3066993");
  }

  @Test
  void telegram() throws Exception {
    List<String> bodies =
        bodies(
            "telegram_configs: [{api_url: '"
                + http.url("/t")
                + "', bot_token: '12:x', chat_id: -5, message: '{{ .CommonAnnotations.summary }}'}]");
    assertThat(http.paths().get(0)).isEqualTo("/t/bot12:x/sendMessage");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"chat_id\":\"-5\",\"text\":\"it \\\\ &lt;b&gt;\",\"disable_web_page_preview\":true,"
                + "\"parse_mode\":\"HTML\"}");
  }

  @Test
  void webex() throws Exception {
    List<String> bodies =
        bodies(
            "webex_configs: [{api_url: '"
                + http.url("/w")
                + "', room_id: r, message: m, http_config: {authorization: {credentials: k}}}]");
    assertThat(http.headers("Authorization").get(0)).isEqualTo("Bearer k");
    assertThat(bodies.get(0)).isEqualTo("{\"markdown\":\"m\",\"roomId\":\"r\"}");
  }

  @Test
  void mattermost() throws Exception {
    List<String> bodies =
        bodies(
            "mattermost_configs: [{webhook_url: '"
                + http.url("/m")
                + "', channel: c, text: m, fields: [{title: a, value: b, short: true}]}]");
    assertThat(bodies.get(0))
        .startsWith("{\"channel\":\"c\",\"username\":\"obs-agent\",\"attachments\":[{\"fallback\":")
        .contains(
            "\"color\":\"danger\",\"text\":\"m\"",
            "\"fields\":[{\"title\":\"a\",\"value\":\"b\",\"short\":true}]");
  }

  @Test
  void rocketchat() throws Exception {
    List<String> bodies =
        bodies(
            "rocketchat_configs: [{api_url: '"
                + http.url("/r")
                + "', token: t, token_id: i, channel: '#c', text: m}]");
    assertThat(http.paths().get(0)).isEqualTo("/r/api/v1/chat.postMessage");
    assertThat(http.headers("X-Auth-Token").get(0)).isEqualTo("t");
    assertThat(http.headers("X-User-Id").get(0)).isEqualTo("i");
    assertThat(bodies.get(0))
        .startsWith("{\"channel\":\"#c\",\"alias\":\"obs-agent\",\"attachments\":[{\"title\":")
        .contains("\"text\":\"m\",\"color\":\"red\"");
  }

  @Test
  void opsgenie() throws Exception {
    List<String> bodies =
        bodies(
            "opsgenie_configs: [{api_url: '"
                + http.url("/o/")
                + "', api_key: key, message: 'm', description: 'd', tags: 'a, b',"
                + " responders: [{name: ops, type: team}]}]");
    String alias = Notification.sha256("{}:{alertname=\"High\\\"CPU\\n\"}");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"alias\":\""
                + alias
                + "\",\"message\":\"m\",\"description\":\"d\",\"details\":{\"alertname\":"
                + "\"High\\\"CPU\\n\",\"job\":\"shop\",\"severity\":\"critical\"},\"source\":\"http://obs:9464\","
                + "\"responders\":[{\"name\":\"ops\",\"type\":\"team\"}],\"tags\":[\"a\",\"b\"],"
                + "\"priority\":\"P1\"}");
    assertThat(bodies.get(1)).isEqualTo("{\"source\":\"http://obs:9464\"}");
    assertThat(http.requests.get(0).path()).isEqualTo("/o/v2/alerts");
    assertThat(http.requests.get(0).authorization()).isEqualTo("GenieKey key");
    assertThat(http.requests.get(1).path())
        .isEqualTo("/o/v2/alerts/" + alias + "/close?identifierType=alias");
  }

  @Test
  void teams() throws Exception {
    List<String> bodies =
        bodies(
            "msteams_configs: [{webhook_url: '"
                + http.url("/t")
                + "', title: t, summary: s, text: x}]");
    assertThat(bodies.get(0))
        .isEqualTo(
            "{\"@context\":\"http://schema.org/extensions\",\"@type\":\"MessageCard\",\"title\":\"t\","
                + "\"summary\":\"s\",\"text\":\"x\",\"themeColor\":\"8C1A1A\"}");
  }

  @Test
  void severityWordsOfAllVocabulariesMeanTheSame() {
    assertThat(List.of("critical", "P0", "page").stream().map(Severity::of))
        .containsOnly(Severity.CRITICAL);
    assertThat(List.of("medium", "warning", "Warning", "").stream().map(Severity::of))
        .containsOnly(Severity.WARNING);
    assertThat(Severity.of("high").pagerduty()).isEqualTo("error");
    assertThat(Severity.of("P2")).isEqualTo(Severity.INFO);
    assertThat(Severity.CRITICAL.priority()).isEqualTo("P0");
  }

  @Test
  void theFingerprintIsTheOneAlertmanagerShows() throws Exception {
    List<String> bodies =
        bodies(
            "webhook_configs: [{url: '"
                + http.url("/w")
                + "', http_config: {authorization: {credentials: secret}}}]");
    assertThat(bodies.get(0)).contains("\"fingerprint\":\"" + Alert.hex(Alert.fingerprint(LABELS)));
    assertThat(http.requests.get(0).authorization()).isEqualTo("Bearer secret");
  }
}
