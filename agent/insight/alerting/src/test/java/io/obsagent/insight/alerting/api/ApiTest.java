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
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.metrics.MetricFamily;
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
  private Rules rules;
  private Notifier notifier;

  @BeforeEach
  void twoCycles() throws YamlException {
    rules = new Rules(test.insight, AlertOptions.defaults(), false);
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
    queries.begin(test.insight, ApiTest::snapshot);
    new RuleEndpoints(() -> rules).routes(endpoints);
    new AlertEndpoints(() -> rules, () -> notifier).routes(endpoints);
    new RunbookEndpoints(() -> rules).routes(endpoints);
  }

  @Test
  void aRunbookHasWhatItsQuerySaysNow() {
    assertThat(port.call("GET /monitoring/runbooks/{alert}", "Hot", "").text())
        .startsWith(
            "{\"alert\":\"Hot\",\"text\":\"\",\"rules\":[{\"state\":\"firing\",\"query\":\"temp > 50\",")
        .contains(
            "\"measured\":\"temp\",\"values\":[{\"labels\":{\"__name__\":\"temp\",",
            "\"value\":\"6e+01\"}]",
            "\"alerts\":[{\"labels\":{\"alertname\":\"Hot\"");
    assertThat(port.call("GET /monitoring/runbooks", "", "").text())
        .contains("{\"alert\":\"Hot\",\"state\":\"firing\",\"href\":\"/monitoring/runbooks/Hot\"}");
    assertThat(port.call("GET /monitoring/runbooks/{alert}", "Cold", "").status()).isEqualTo(404);
    assertThat(port.access("GET /monitoring/runbooks/{alert}")).isEqualTo(Access.READ);
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
    assertThat(get("series", "match[]", "{}").text())
        .contains("match[] must contain at least one non-empty matcher");
  }

  @Test
  void rangeVectorsAndOtherWrongParametersAreBadData() {
    assertThat(
            get("query_range", "query", "temp[5m]", "start", "0", "end", "1", "step", "1").text())
        .isEqualTo(
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter"
                + " \\\"query\\\": invalid expression type \\\"range vector\\\" for range query,"
                + " must be Scalar or instant Vector\"}");
    assertThat(get("query", "query", "up", "timeout", "x"))
        .isEqualTo(
            error(
                400,
                "bad_data",
                "invalid parameter \\\"timeout\\\": cannot parse \\\"x\\\" to a valid duration"));
    assertThat(get("query", "query", "up", "timeout", "0"))
        .isEqualTo(error(503, "timeout", "query timed out in query queue"));
    assertThat(get("query", "query", "up", "lookback_delta", "x").text())
        .contains("error parsing lookback delta duration: cannot parse");
    assertThat(get("query", "query", "up", "time", "x").text())
        .contains("Invalid time value for 'time': cannot parse");
    assertThat(port.call("GET /api/v1/**", "", "").status()).isEqualTo(404);
    assertThat(port.call("GET /api/v1/**", "", "").text()).contains("\"errorType\":\"not_found\"");
  }

  private static TestPort.Answer error(int status, String type, String message) {
    return new TestPort.Answer(
        status,
        "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + message + "\"}");
  }

  @Test
  void lookbackDeltaAndTimeoutNarrowAQuery() {
    String later = "1728000045";
    assertThat(get("query", "query", "temp", "time", later).text()).contains("\"60\"");
    assertThat(get("query", "query", "temp", "time", later, "lookback_delta", "10s").text())
        .contains("\"result\":[]");
    assertThat(get("query", "query", "temp", "time", later, "timeout", "5s").text())
        .contains("\"60\"");
  }

  @Test
  void whatALimitCutsIsSaid() {
    String warning = "\"warnings\":[\"results truncated due to limit\"]";
    assertThat(get("query", "query", "{job=\"shop\"}", "limit", "1").text()).contains(warning);
    assertThat(get("query", "query", "temp", "limit", "1").text()).doesNotContain("warnings");
    assertThat(get("labels", "limit", "1").text()).contains("[\"__name__\"]", warning);
    assertThat(get("series", "match[]", "{job=\"shop\"}", "limit", "1").text()).contains(warning);
    assertThat(get("series", "match[]", "temp", "limit", "1").text()).doesNotContain("warnings");
  }

  @Test
  void rulesAreNarrowedAndGivenPageByPage() {
    rules.load(
        List.of(
            RuleFileReader.read(
                "rules.yml",
                """
                groups:
                  - name: one
                    rules:
                      - {alert: Hot, expr: temp > 50, labels: {severity: page}}
                      - {record: half, expr: temp / 2}
                  - name: two
                    rules: [{record: third, expr: temp / 3}]
                """)));
    test.now = test.now.plusSeconds(15);
    test.insight.cycle().hold();
    assertThat(names()).containsExactly("Hot", "half", "third");
    assertThat(names("type", "record")).containsExactly("half", "third");
    assertThat(names("rule_name[]", "half")).containsExactly("half");
    assertThat(names("rule_group[]", "two")).containsExactly("third");
    assertThat(names("file[]", "other.yml")).isEmpty();
    assertThat(names("match[]", "{severity=\"page\"}")).containsExactly("Hot");
    assertThat(get("rules").text()).contains("\"state\":\"firing\",\"activeAt\"");
    assertThat(get("rules", "exclude_alerts", "true").text()).contains("\"alerts\":[]");
    String first = get("rules", "group_limit", "1").text();
    assertThat(first).contains("half").doesNotContain("third");
    String token = first.replaceAll(".*groupNextToken\":\"([^\"]*).*", "$1");
    assertThat(get("rules", "group_limit", "1", "group_next_token", token).text())
        .contains("third")
        .doesNotContain("half", "groupNextToken");
    assertThat(get("rules", "group_next_token", token).text()).contains("needs to be present");
    assertThat(get("rules", "group_limit", "1", "group_next_token", "x").text())
        .contains("were rule groups changed?");
    assertThat(get("rules", "group_limit", "-1").status()).isEqualTo(400);
    assertThat(get("rules", "exclude_alerts", "maybe").status()).isEqualTo(400);
    assertThat(get("rules", "match[]", "{").status()).isEqualTo(400);
  }

  private List<String> names(String... parameters) {
    return java.util.regex.Pattern.compile("\"name\":\"([^\"]*)\",\"query\"")
        .matcher(get("rules", parameters).text())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void anExpressionIsGivenAsATree() {
    assertThat(
            get("parse_query", "query", "sum by (a) (rate(x{b=~\"c\"}[5m] offset 1m)) > 1").text())
        .contains(
            "{\"type\":\"binaryExpr\",\"op\":\">\",\"lhs\":{\"type\":\"aggregation\",\"op\":\"sum\"",
            "\"name\":\"rate\",\"argTypes\":[\"matrix\"],\"variadic\":0,\"returnType\":\"vector\"",
            "{\"type\":\"matrixSelector\",\"range\":300000,\"name\":\"x\"",
            "{\"name\":\"b\",\"value\":\"c\",\"type\":\"=~\"}",
            "\"offset\":60000,\"timestamp\":null,\"startOrEnd\":null",
            "\"rhs\":{\"type\":\"numberLiteral\",\"val\":\"1\"},\"matching\":null,\"bool\":false");
    assertThat(get("parse_query", "query", "sum(").status()).isEqualTo(400);
  }

  @Test
  void exemplarsAreGivenBySeries() {
    test.exemplar = new MetricFamily.Exemplar("4bf9", "00f0", 60, 1_728_000_029_500L);
    test.now = test.now.plusSeconds(15);
    test.insight.cycle().hold();
    assertThat(get("query_exemplars", "query", "rate(temp[5m]) > 1").text())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"seriesLabels\":{\"__name__\":\"temp\","
                + "\"instance\":\"a:1\",\"job\":\"shop\"},\"exemplars\":[{\"labels\":{\"span_id\":"
                + "\"00f0\",\"trace_id\":\"4bf9\"},\"value\":\"60\",\"timestamp\":1728000029.500}]}]}");
    assertThat(get("query_exemplars", "query", "temp", "end", "1728000029").text())
        .endsWith("\"data\":[]}");
    assertThat(get("query_exemplars", "query", "1").status()).isEqualTo(204);
    assertThat(get("query_exemplars", "query", "temp(").status()).isEqualTo(400);
    assertThat(get("query_exemplars", "query", "temp", "start", "2", "end", "1").text())
        .contains("\"error\":\"end timestamp must not be before start timestamp\"");
  }

  @Test
  void theStateOfTheServerIsTold() {
    assertThat(get("status/config").text()).contains("\"yaml\":\"server.port: '1'\\n\"");
    assertThat(get("status/flags").text())
        .contains("{\"server.port\":\"1\",\"server.host\":\"127.0.0.1\"}");
    assertThat(get("status/runtimeinfo").text()).contains("\"startTime\":\"1970-01-01T00:00:00Z\"");
    assertThat(get("status/tsdb").text())
        .contains("\"numSeries\":4", "{\"name\":\"job=shop\",\"value\":4}");
    assertThat(get("status/tsdb", "limit", "x").status()).isEqualTo(400);
  }

  private static AgentReport.Snapshot snapshot() {
    return new AgentReport.Snapshot(
        "0.1.0",
        AgentReport.State.RUNNING,
        "shop",
        0,
        0,
        List.of(
            new AgentReport.OptionValue("server.port", "1", "file", "a.yaml:1", "", false),
            new AgentReport.OptionValue("server.host", "127.0.0.1", "default", "", "", false)),
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
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
    assertThat(port.call("GET " + ROOT + "/receivers", "", "").text())
        .contains("{\"name\":\"team\",\"kinds\":[\"slack\"");
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
