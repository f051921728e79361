// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.testkit.FeatureStage;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalyticsFeatureTest {
  private static final String ANALYTICS = "/monitoring/analytics";

  private final FeatureStage stage = new FeatureStage();

  @BeforeEach
  void begin() {
    AnalyticsFeature feature = new AnalyticsFeature();
    feature.routes(stage.endpoints());
    feature.begin(
        stage.insight(null),
        stage::metrics,
        () ->
            new AgentReport.Snapshot(
                "0.1.0",
                AgentReport.State.RUNNING,
                "shop",
                0,
                90_500,
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /** Calls that took so long in all, none of them longer than 10 s. */
  private void took(String metric, String labels, String values, long calls, double seconds) {
    stage.put(
        MetricDefinition.histogram(metric, "Help.", 1, 10).labels(labels.split(",")),
        new HistogramPoint(
            List.of(values.split(",")),
            new double[] {1, 10},
            new long[] {0, calls, calls},
            seconds,
            new MetricFamily.Exemplar[0]));
  }

  private void operations(String operation, String outcome, long calls, double seconds) {
    String values = operation + ',' + outcome;
    took("operation_duration_seconds", "operation,outcome", values, calls, seconds);
  }

  private void requests(String route, String status, long calls, double seconds) {
    String values = "GET," + route + ',' + status;
    took("http_request_duration_seconds", "method,route,status_code", values, calls, seconds);
  }

  private void selects(long calls, double seconds) {
    String labels = "query_type,table,system,database,status";
    String values = "select,orders,h2,shop,success";
    took("database_query_duration_seconds", labels, values, calls, seconds);
  }

  private void gauge(String name, String labels, String values, double value) {
    stage.put(
        MetricDefinition.gauge(name, "Help.").labels(labels.split(",")),
        new NumberPoint(List.of(values.split(",")), value, null));
  }

  private String ask(int status, String path, String... parameters) {
    Response response = stage.get(path, parameters);
    assertThat(response.status()).isEqualTo(status);
    return FeatureStage.text(response);
  }

  @Test
  void whatWasDoneIsToldWithItsTimesAndFailures() {
    operations("import", "success", 3, 6);
    operations("import", "rejected", 1, 6);
    assertThat(ask(200, ANALYTICS))
        .contains(
            "\"work\":[{\"kind\":\"operation\",\"name\":\"import\",\"calls\":4,\"errors\":1,"
                + "\"error_ratio\":0.25,\"total_seconds\":12,\"mean_seconds\":3,"
                + "\"p95_seconds\":9.55,\"mean_seconds_before\":null}]")
        .contains("\"recommendations\":[]");
  }

  @Test
  void onlyWhatHappenedWithinTheRangeCountsAndTheRangeBeforeIsCompared() {
    operations("import", "success", 100, 200);
    stage.pass(Duration.ofMinutes(30));
    operations("import", "success", 150, 450);
    stage.pass(Duration.ofMinutes(20));
    assertThat(ask(200, ANALYTICS, "range", "30m"))
        .contains("\"calls\":50,")
        .contains("\"mean_seconds\":5,")
        .contains("\"mean_seconds_before\":2}");
  }

  @Test
  void mostOfTheTimeComesFirst() {
    requests("/a", "200", 10, 20);
    selects(5, 40);
    assertThat(ask(200, ANALYTICS + "/bottlenecks"))
        .containsSubsequence(
            "\"kind\":\"database\",\"name\":\"shop select orders\"",
            "\"kind\":\"request\",\"name\":\"GET /a\"");
  }

  @Test
  void whatFailsAndWhatIsAskedTooOftenIsRecommended() {
    requests("/a", "200", 90, 90);
    requests("/a", "503", 10, 10);
    selects(3_000, 30);
    assertThat(ask(200, "/monitoring/insights"))
        .contains("\"subject\":\"request GET /a\",\"finding\":\"10.0 % of 100 failed\"")
        .contains(
            "\"subject\":\"database shop select orders\","
                + "\"finding\":\"is asked 30 times for each request\"");
  }

  @Test
  void whatHasBecomeSlowerIsRecommended() {
    operations("import", "success", 100, 100);
    stage.pass(Duration.ofMinutes(60));
    operations("import", "success", 250, 600);
    assertThat(ask(200, ANALYTICS, "range", "60m"))
        .contains("\"finding\":\"takes 3.333 s on average, before it took 1 s\"");
  }

  @Test
  void runsOfPipelinesAreToldByOutcome() {
    took("pipeline_duration_seconds", "pipeline,stage", "shop,build", 2, 8);
    MetricDefinition runs =
        MetricDefinition.counter("pipeline_executions_total", "Help.")
            .labels("pipeline", "stage", "status");
    stage.put(runs, new NumberPoint(List.of("shop", "build", "ok"), 2, null));
    stage.put(runs, new NumberPoint(List.of("shop", "build", "failed"), 1, null));
    assertThat(ask(200, ANALYTICS + "/pipelines"))
        .contains(
            "\"pipelines\":[{\"name\":\"shop build\",\"runs\":{\"failed\":1,\"ok\":2},\"timed\":2,"
                + "\"mean_seconds\":4,");
  }

  @Test
  void aDiskThatFillsIsPredictedToBeFull() {
    gauge("disk_size_bytes", "mount", "/", 1_000);
    for (int minute = 0; minute <= 60; minute++) {
      gauge("disk_usage_bytes", "mount", "/", 100 + minute);
      stage.cycle().hold();
      stage.tick();
      stage.pass(Duration.ofSeconds(45));
    }
    assertThat(ask(200, ANALYTICS + "/predictions", "range", "1h"))
        .containsPattern(
            "\\{\"resource\":\"disk\",\"of\":\"/\",\"now\":160,\"predicted\":2(19|20|21)\\.?\\d*,"
                + "\"limit\":1000,\"seconds_to_limit\":null}");
    assertThat(ask(200, ANALYTICS + "/predictions", "range", "10h")).contains("\"predictions\":[]");
  }

  @Test
  void theStatusTellsHealthAndAlertsThatFire() {
    Supplier<List<HealthComponent>> source =
        () ->
            List.of(
                new HealthComponent(
                    "http stock",
                    "http",
                    HealthStatus.UNHEALTHY,
                    "",
                    0,
                    HealthComponent.Weight.NORMAL,
                    HealthComponent.Traffic.NONE));
    for (String name : List.of("Slow", "Watchdog")) {
      stage
          .store()
          .append(
              Labels.of(
                  "__name__",
                  "ALERTS",
                  "alertname",
                  name,
                  "alertstate",
                  "firing",
                  "severity",
                  "high"),
              stage.now().toEpochMilli(),
              1);
    }
    Health.add(source);
    try {
      assertThat(ask(200, "/monitoring/status"))
          .contains("\"service\":\"shop\",\"uptime\":90.5,\"overall_health\":\"degraded\"")
          .contains("\"active_alerts\":1,\"alerts\":[{\"name\":\"Slow\",\"severity\":\"high\"}]");
    } finally {
      Health.remove(source);
    }
    assertThat(ask(200, "/monitoring/status")).contains("\"overall_health\":\"healthy\"");
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertThat(ask(400, ANALYTICS, "range", "8d")).contains("from 1m to 7d");
    assertThat(ask(400, ANALYTICS, "range", "soon")).contains("valid duration");
  }
}
