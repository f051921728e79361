// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.spi.diagnostics.Problems;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What services for people on call are sent, and what is seen of what they are not. */
class OnCallReceiversTest {
  private HttpReceiver http;

  @BeforeEach
  void open() throws Exception {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  private Timeline timeline(String receiver) throws Exception {
    return new Timeline(
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
        """
            + receiver.indent(4));
  }

  private List<HttpReceiver.Request> fireAndResolve(String receiver) throws Exception {
    try (Timeline time = timeline(receiver)) {
      time.fire("alertname", "A").pass(Duration.ofSeconds(30));
      time.resolve("alertname", "A").pass(Duration.ofMinutes(2));
    }
    return http.requests;
  }

  @Test
  void victoropsKnowsTheGroupByItsKeysHash() throws Exception {
    List<HttpReceiver.Request> requests =
        fireAndResolve(
            "victorops_configs: [{api_url: '"
                + http.url("/alert/")
                + "', api_key: k, routing_key: 'team-{{ .GroupLabels.alertname }}',"
                + " state_message: it, custom_fields: {env: prod}}]");
    assertThat(http.paths()).containsExactly("/alert/k/team-A", "/alert/k/team-A");
    String id = Notification.sha256("{}:{alertname=\"A\"}");
    assertThat(requests.get(0).body())
        .isEqualTo(
            "{\"message_type\":\"CRITICAL\",\"entity_id\":\""
                + id
                + "\",\"entity_display_name\":\"[FIRING:1] A\",\"state_message\":\"it\","
                + "\"monitoring_tool\":\"obs-agent\",\"env\":\"prod\"}");
    assertThat(requests.get(1).body()).contains("\"message_type\":\"RECOVERY\"", id);
  }

  @Test
  void incidentioGetsTheWebhookInItsVersionWithItsToken() throws Exception {
    List<HttpReceiver.Request> requests =
        fireAndResolve(
            "incidentio_configs: [{url: '" + http.url("/i") + "', alert_source_token: t}]");
    assertThat(requests.get(0).authorization()).isEqualTo("Bearer t");
    assertThat(requests.get(0).body()).contains("\"version\":\"1\"", "\"status\":\"firing\"");
  }

  @Test
  void wechatFetchesATokenOnceAndAgainWhenItIsRefused() throws Exception {
    http.answer = "{\"errcode\":0,\"access_token\":\"t\"}";
    List<HttpReceiver.Request> requests =
        fireAndResolve(
            "wechat_configs: [{api_url: '"
                + http.url("/cgi-bin/")
                + "', api_secret: s, corp_id: c, to_user: u, message: it, agent_id: '7',"
                + " send_resolved: true}]");
    assertThat(http.paths())
        .containsExactly(
            "/cgi-bin/gettoken?corpid=c&corpsecret=s",
            "/cgi-bin/message/send?access_token=t",
            "/cgi-bin/message/send?access_token=t");
    assertThat(requests.get(1).body())
        .isEqualTo(
            "{\"touser\":\"u\",\"agentid\":\"7\",\"safe\":\"0\",\"msgtype\":\"text\","
                + "\"text\":{\"content\":\"it\"}}");
  }

  @Test
  void theUrlOfAWebhookMayNameItsAlertsAndItsHeadersAreSent() throws Exception {
    List<HttpReceiver.Request> requests =
        fireAndResolve(
            "webhook_configs: [{url: '"
                + http.url("/{{ .GroupLabels.alertname }}")
                + "', http_config: {http_headers: {X-A: {values: [b, c]}}}}]");
    assertThat(requests.get(0).path()).isEqualTo("/A");
    assertThat(http.headers("X-A")).containsOnly("b, c");
  }

  @Test
  void labelsOfARouteAreTemplatesAndPassedOnToItsChildren() throws Exception {
    String yaml =
        """
        route:
          receiver: r
          group_by: [alertname, db]
          group_wait: 0s
          labels: {reason: '{{ .GroupLabels.alertname }}', text: 'why: {{ routeLabels "reason" }}'}
          routes: [{matchers: [db!=""], labels: {reason: 'database {{ .GroupLabels.db }}'}}]
        receivers:
          - name: r
            webhook_configs: [{url: 'URL/w/{{ urlQueryEscape .NotificationReason }}'}]
            discord_configs: [{webhook_url: URL/d, title: '{{ routeLabels "text" }}|{{ .RouteLabels }}'}]
        """;
    try (Timeline time = new Timeline(yaml.replace("URL", http.url("")))) {
      time.fire("alertname", "A", "db", "shop").pass(Duration.ofSeconds(1));
      assertThat(http.paths()).contains("/w/first+notification");
      assertThat(http.requests.get(0).body())
          .endsWith(
              "\"routeLabels\":{\"reason\":\"database shop\",\"text\":\"why: database shop\"}}");
      assertThat(http.requests.get(1).body())
          .contains(
              "\"title\":\"why: database shop|reason=database shop, text=why: database shop\"");
    }
  }

  @Test
  void aLabelThatAsksForItselfIsTold() throws Exception {
    String yaml =
        "route: {receiver: r, labels: {a: '{{ routeLabels \"b\" }}', b: '{{ routeLabels \"a\" }}'}}\n"
            + "receivers: [{name: r, discord_configs: [{webhook_url: '"
            + http.url("/d")
            + "'}]}]";
    try (Timeline time = new Timeline(yaml)) {
      time.fire("alertname", "A").pass(Duration.ofMinutes(1));
      assertThat(Problems.all())
          .anySatisfy(told -> assertThat(told).contains("the route's label 'a' asks for itself"));
      assertThat(http.requests).isEmpty();
    } finally {
      Problems.clear("alerting.receiver.r/discord/0");
    }
  }

  @Test
  void whatIsNotDeliveredIsAProblemUntilTheNextSuccess() throws Exception {
    try (Timeline time = timeline("webhook_configs: [{url: '" + http.url("/p") + "'}]")) {
      http.status = 503;
      time.fire("alertname", "A").pass(Duration.ofSeconds(1));
      String problem = "alerting: receiver r/webhook/0 is not told: status 503";
      assertThat(Problems.all()).contains(problem);
      http.status = 200;
      time.pass(Duration.ofMinutes(5));
      assertThat(Problems.all()).doesNotContain(problem);
    }
  }
}
