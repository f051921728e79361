// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.TestInsight;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.dispatch.Notifier;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.query.QueryFeature;
import io.obsagent.spi.http.Access;
import io.obsagent.yaml.YamlException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
  private static final long START = 1_728_000_000;
  private static final String ROOT = "/monitoring/alerts";

  private final TestInsight test = new TestInsight(Instant.ofEpochSecond(START), null);
  private final TestPort port = new TestPort();
  private Notifier notifier;

  @BeforeEach
  void twoCycles() throws YamlException {
    Rules rules = new Rules(test.insight, AlertOptions.defaults(), false);
    test.insight.cycle().add(rules::evaluate);
    rules.load(
        List.of(
            RuleFileReader.read(
                "rules.yml",
                "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50, for: 15s}]}]")));
    NotifyConfig config =
        NotifyConfig.parse(
            "am.yml",
            "{route: {receiver: team}, receivers: [{name: team, slack_configs: [{api_url:"
                + " 'http://127.0.0.1:1/s3cret', channel: '#c'}]}]}");
    notifier = new Notifier(config, null, "", () -> test.now);
    test.insight.alerts().to(notifier);
    test.cycles(1);
    test.insight.cycle().hold();
    QueryFeature queries = new QueryFeature();
    Endpoints endpoints = new Endpoints(port, () -> {});
    queries.routes(endpoints);
    queries.begin(test.insight, "0.1.0");
    new RuleEndpoints(() -> rules).routes(endpoints);
    new AlertEndpoints(() -> rules, () -> notifier).routes(endpoints);
  }

  @Test
  void anInstantQueryAnswersInPrometheusShape() {
    assertThat(get("query", "query", "temp * 1.5").text())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
                + "{\"instance\":\"a:1\",\"job\":\"shop\"},\"value\":[1728000015,\"90\"]}]}}");
    assertThat(get("query", "query", "1/0", "time", "1.5").text())
        .contains("\"resultType\":\"scalar\",\"result\":[1.500,\"+Inf\"]");
    assertThat(get("query", "query", "\"x\"").text()).contains("\"resultType\":\"string\"");
  }

  @Test
  void aRangeQueryAnswersWithAMatrix() {
    assertThat(
            get(
                    "query_range",
                    "query",
                    "up",
                    "start",
                    "1728000000",
                    "end",
                    "2024-10-04T00:00:15Z",
                    "step",
                    "15s")
                .text())
        .contains("\"resultType\":\"matrix\"", "[[1728000000,\"1\"],[1728000015,\"1\"]]");
  }

  @Test
  void wrongRequestsGetPrometheusErrors() {
    assertThat(get("query", "query", "sum(").text())
        .startsWith(
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter"
                + " \\\"query\\\": 1:5: parse error");
    assertThat(get("query", "query", "up", "time", "yesterday").status()).isEqualTo(400);
    assertThat(get("query_range", "query", "up").status()).isEqualTo(400);
    assertThat(get("query_range", "query", "up", "start", "0", "end", "100000", "step", "1").text())
        .contains("exceeded maximum resolution of 11,000 points");
    assertThat(get("query", "query", "temp + on() group_left() {job=\"shop\"}").status())
        .isEqualTo(422);
    assertThat(get("series").status()).isEqualTo(400);
  }

  @Test
  void labelsAndSeriesAreListed() {
    assertThat(get("label/{name}/values").text())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[\"ALERTS\",\"ALERTS_FOR_STATE\",\"temp\",\"up\"]}");
    assertThat(get("labels", "match[]", "temp").text())
        .contains("[\"__name__\",\"instance\",\"job\"]");
    assertThat(get("series", "match[]", "temp").text())
        .contains("[{\"__name__\":\"temp\",\"instance\":\"a:1\",\"job\":\"shop\"}]");
    assertThat(get("metadata").text())
        .contains("\"temp\":[{\"type\":\"gauge\",\"help\":\"Temperature.\",\"unit\":\"\"}]");
  }

  @Test
  void rulesAlertsAndTargetsAreShown() {
    assertThat(get("rules").text())
        .contains("\"name\":\"g\"", "\"state\":\"firing\"", "\"health\":\"ok\"", "\"duration\":15");
    assertThat(get("rules", "type", "record").text()).doesNotContain("Hot");
    assertThat(get("alerts").text())
        .contains("\"state\":\"firing\",\"activeAt\":\"2024-10-04T00:00:00Z\",\"value\":\"6e+01\"");
    assertThat(get("targets").text()).contains("\"health\":\"up\"");
    assertThat(get("status/buildinfo").text()).contains("\"version\":\"3.0.0\"");
    assertThat(get("format_query", "query", "sum ( up )").text()).contains("\"sum(up)\"");
  }

  @Test
  void rulesAreAddedSwitchedTestedAndExported() {
    String rules = "POST " + ROOT + "/rules";
    assertThat(port.call(rules, "", "rules: [{name: new, metric: temp, threshold: 1}]").status())
        .isEqualTo(200);
    assertThat(port.call(rules, "", "rules: [{name: bad}]").text())
        .contains("request:1: rule 'bad'");
    assertThat(rule("disable", "Hot").status()).isEqualTo(200);
    assertThat(port.call("GET " + ROOT + "/rules", "", "").text()).contains("\"enabled\":false");
    assertThat(rule("enable", "Hot").status()).isEqualTo(200);
    assertThat(rule("enable", "None").status()).isEqualTo(404);
    test.sent.clear();
    assertThat(rule("test", "Hot").text()).contains("\"test\":\"true\"");
    assertThat(test.sent).hasSize(1);
    assertThat(port.call("GET " + ROOT + "/prometheus-rules", "", "").text())
        .startsWith("groups:\n")
        .contains("- alert: \"new\"");
  }

  @Test
  void anAlertIsShownWithItsFingerprintAndTakenOnByIt() {
    String fingerprint = test.sent.get(0).fingerprintHex();
    assertThat(alerts())
        .contains("\"fingerprint\":\"" + fingerprint + "\"", "\"receivers\":[\"team\"]")
        .doesNotContain("acknowledged");
    String route = "POST " + ROOT + "/{fingerprint}/acknowledge";
    assertThat(port.call(route, fingerprint, "", "by", "ann", "comment", "on it").status())
        .isEqualTo(200);
    assertThat(alerts()).contains("\"acknowledged\":{\"by\":\"ann\",\"comment\":\"on it\"");
    assertThat(port.call(route, "ff", "", "by", "ann").status()).isEqualTo(404);
    assertThat(port.call(route, fingerprint, "").text()).contains("'createdBy' is empty");
  }

  @Test
  void aSilenceIsMadeListedAndEnded() {
    String silence = "POST " + ROOT + "/silence";
    String[] hour = {"matchers", "alertname=\"Hot\"", "duration", "1h", "by", "ann"};
    assertThat(port.call(silence, "", "", hour).text()).contains("\"state\":\"active\"");
    assertThat(port.call(silence, "", "", "matchers", "a=\"\"", "duration", "1h").status())
        .isEqualTo(400);
    assertThat(alerts()).contains("\"mutedBy\":\"silence");
    String id = notifier.silences().get(0).id();
    assertThat(silences())
        .contains(
            "\"id\":\"" + id + "\",\"matchers\":\"alertname=\\\"Hot\\\"\",\"state\":\"active\"",
            "\"startsAt\":\"2024-10-04T00:00:15Z\",\"endsAt\":\"2024-10-04T01:00:15Z\"");
    String end = "DELETE " + ROOT + "/silences/{id}";
    assertThat(port.call(end, id, "").status()).isEqualTo(200);
    assertThat(port.call(end, id, "").status()).isEqualTo(404);
    assertThat(silences()).contains("\"state\":\"expired\"");
    assertThat(alerts()).doesNotContain("mutedBy");
  }

  @Test
  void aReceiverIsTestedAndItsAnswerGivenBack() {
    String route = "POST " + ROOT + "/receivers/{name}/test";
    assertThat(port.call(route, "team", "").status()).isEqualTo(502);
    assertThat(port.call(route, "team", "").text()).contains("slack: ").doesNotContain("s3cret");
    assertThat(port.call(route, "none", "").text()).contains("receiver 'none' is not defined");
  }

  @Test
  void theAlertmanagersFileIsGivenWithoutSecrets() {
    assertThat(port.call("GET " + ROOT + "/alertmanager-config", "", "").text())
        .contains("receiver: team", "api_url: <secret>")
        .doesNotContain("s3cret");
  }

  @Test
  void whateverChangesSomethingNeedsTheRightToWrite() {
    assertThat(port.access("POST /api/v1/query")).isEqualTo(Access.READ);
    assertThat(port.access("GET " + ROOT + "/silences")).isEqualTo(Access.READ);
    assertThat(port.access("DELETE " + ROOT + "/silences/{id}")).isEqualTo(Access.WRITE);
    assertThat(port.access("POST " + ROOT + "/receivers/{name}/test")).isEqualTo(Access.WRITE);
  }

  private String alerts() {
    return port.call("GET " + ROOT, "", "").text();
  }

  private String silences() {
    return port.call("GET " + ROOT + "/silences", "", "").text();
  }

  private TestPort.Answer rule(String action, String name) {
    return port.call("POST " + ROOT + "/rules/{name}/" + action, name, "");
  }

  private TestPort.Answer get(String path, String... parameters) {
    return port.call("GET /api/v1/" + path, "__name__", "", parameters);
  }
}
