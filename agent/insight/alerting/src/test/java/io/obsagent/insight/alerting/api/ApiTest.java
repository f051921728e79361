// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.rules.AlertOptions;
import io.obsagent.insight.alerting.rules.Alerting;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
  private static final long START = 1_728_000_000;

  private final List<Alert> sent = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(START);
  private Alerting alerting;
  private PrometheusApi api;
  private AlertsApi alerts;

  @BeforeEach
  void twoCycles() {
    SeriesStore store =
        SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), warning -> {});
    alerting =
        new Alerting(
            new Alerting.Parts(
                store,
                new Engine(EngineOptions.defaults()),
                List.of(this::metrics),
                Labels.of("job", "shop", "instance", "a:1"),
                List::of,
                sent::addAll,
                AlertOptions.defaults(),
                Duration.ofSeconds(15),
                false,
                null,
                () -> now,
                warning -> {}));
    alerting.load(
        List.of(
            RuleFileReader.read(
                "rules.yml",
                "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50, for: 15s}]}]")));
    alerting.cycle();
    now = now.plusSeconds(15);
    alerting.cycle();
    api = new PrometheusApi(alerting, "0.1.0");
    alerts = new AlertsApi(alerting, new Recorded());
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
    assertThat(get("nothing").status()).isEqualTo(404);
    assertThat(api.handle("DELETE", "/api/v1/query", Map.of()).status()).isEqualTo(405);
  }

  @Test
  void labelsAndSeriesAreListed() {
    assertThat(get("label/__name__/values").text())
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
    assertThat(post("/rules", "rules: [{name: new, metric: temp, threshold: 1}]").status())
        .isEqualTo(200);
    assertThat(post("/rules", "rules: [{name: bad}]").text()).contains("request:1: rule 'bad'");
    assertThat(post("/rules/Hot/disable", "").status()).isEqualTo(200);
    assertThat(alerts.handle("GET", "/monitoring/alerts/rules", Map.of(), "").text())
        .contains("\"enabled\":false");
    assertThat(post("/rules/Hot/enable", "").status()).isEqualTo(200);
    assertThat(post("/rules/None/enable", "").status()).isEqualTo(404);
    sent.clear();
    assertThat(post("/rules/Hot/test", "").text()).contains("\"test\":\"true\"");
    assertThat(sent).hasSize(1);
    assertThat(alerts.handle("GET", "/monitoring/alerts/prometheus-rules", Map.of(), "").text())
        .startsWith("groups:\n")
        .contains("- alert: \"new\"");
    assertThat(alerts.handle("GET", "/monitoring/alerts", Map.of(), "").text()).contains("Hot");
  }

  @Test
  void acknowledgingAndSilencingReachTheResponder() {
    Map<String, List<String>> by = Map.of("by", List.of("ann"), "comment", List.of("on it"));
    assertThat(
            alerts
                .handle("POST", "/monitoring/alerts/00000000000000ff/acknowledge", by, "")
                .status())
        .isEqualTo(200);
    assertThat(alerts.handle("POST", "/monitoring/alerts/ff/acknowledge", by, "").status())
        .isEqualTo(404);
    Map<String, List<String>> silence =
        Map.of("matchers", List.of("alertname=\"Hot\""), "duration", List.of("1h"));
    assertThat(alerts.handle("POST", "/monitoring/alerts/silence", silence, "").text())
        .contains("\"id\":\"s1\"");
    assertThat(asked)
        .containsExactly(
            "00000000000000ff ann on it",
            "ff ann on it",
            "alertname=\"Hot\" 2024-10-04T00:00:15Z 2024-10-04T01:00:15Z");
  }

  /** Knows one alert. */
  private final class Recorded implements AlertResponder {
    @Override
    public boolean acknowledge(String fingerprint, String by, String comment) {
      asked.add(fingerprint + " " + by + " " + comment);
      return fingerprint.length() == 16;
    }

    @Override
    public String silence(
        String matchers, Instant startsAt, Instant endsAt, String by, String comment) {
      asked.add(matchers + " " + startsAt + " " + endsAt);
      return "s1";
    }
  }

  private Response get(String path, String... params) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      map.put(params[i], List.of(params[i + 1]));
    }
    return api.handle("GET", "/api/v1/" + path, map);
  }

  private Response post(String path, String body) {
    return alerts.handle("POST", "/monitoring/alerts" + path, Map.of(), body);
  }

  private List<MetricFamily> metrics() {
    return List.of(
        new MetricFamily(
            "temp",
            "Temperature.",
            "",
            MetricFamily.Type.GAUGE,
            List.of(),
            List.of(new NumberPoint(List.of(), 60, null))));
  }
}
