// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest extends PayloadKit {
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
