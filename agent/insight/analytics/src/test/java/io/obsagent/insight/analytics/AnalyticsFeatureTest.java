// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalyticsFeatureTest {
  private static final String ANALYTICS = "/monitoring/analytics";

  private final Map<String, Handler> routes = new HashMap<>();
  private final Map<String, List<MetricFamily.Point>> points = new HashMap<>();
  private final Map<String, MetricDefinition> definitions = new HashMap<>();
  private final AnalyticsFeature feature = new AnalyticsFeature();
  private Instant now = Instant.parse("2026-11-28T10:00:00Z");
  private SeriesStore store;
  private Cycle cycle;

  @BeforeEach
  void begin() {
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(this::metrics),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                () -> now,
                line -> {}));
    feature.routes(
        new Endpoints((method, path, access, handler) -> routes.put(path, handler), () -> {}));
    feature.begin(
        new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null),
        this::metrics,
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
    store.close();
  }

  private List<MetricFamily> metrics() {
    List<MetricFamily> families = new ArrayList<>();
    points.forEach(
        (name, all) -> families.add(new MetricFamily(definitions.get(name), List.copyOf(all))));
    return families;
  }

  private void put(MetricDefinition definition, MetricFamily.Point point) {
    definitions.put(definition.name(), definition);
    List<MetricFamily.Point> all =
        points.computeIfAbsent(definition.name(), none -> new ArrayList<>());
    all.removeIf(old -> old.labelValues().equals(point.labelValues()));
    all.add(point);
  }

  /** Calls that took so long in all, none of them longer than 10 s. */
  private void took(String metric, String labels, String values, long calls, double seconds) {
    put(
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

  private void gauge(String name, String labels, String values, double value) {
    put(
        MetricDefinition.gauge(name, "Help.").labels(labels.split(",")),
        new NumberPoint(List.of(values.split(",")), value, null));
  }

  private void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(15)) {
      cycle.hold();
    }
    cycle.hold();
  }

  private String ask(int status, String path, String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], List.of(parameters[i + 1]));
    }
    Response response =
        routes.get(path).handle(new Request("GET", path, map, Map.of(), Map.of(), new byte[0]));
    assertThat(response.status()).isEqualTo(status);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      response.body().writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
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
    pass(Duration.ofMinutes(30));
    operations("import", "success", 150, 450);
    pass(Duration.ofMinutes(20));
    assertThat(ask(200, ANALYTICS, "range", "30m"))
        .contains("\"calls\":50,")
        .contains("\"mean_seconds\":5,")
        .contains("\"mean_seconds_before\":2}");
  }

  @Test
  void mostOfTheTimeComesFirst() {
    took("http_request_duration_seconds", "method,route,status_code", "GET,/a,200", 10, 20);
    took(
        "database_query_duration_seconds",
        "query_type,table,system,database,status",
        "select,orders,h2,shop,success",
        5,
        40);
    assertThat(ask(200, ANALYTICS + "/bottlenecks"))
        .containsSubsequence(
            "\"kind\":\"database\",\"name\":\"shop select orders\"",
            "\"kind\":\"request\",\"name\":\"GET /a\"");
  }

  @Test
  void whatFailsAndWhatIsAskedTooOftenIsRecommended() {
    took("http_request_duration_seconds", "method,route,status_code", "GET,/a,200", 90, 90);
    took("http_request_duration_seconds", "method,route,status_code", "GET,/a,503", 10, 10);
    took(
        "database_query_duration_seconds",
        "query_type,table,system,database,status",
        "select,orders,h2,shop,success",
        3_000,
        30);
    assertThat(ask(200, "/monitoring/insights"))
        .contains("\"subject\":\"request GET /a\",\"finding\":\"10.0 % of 100 failed\"")
        .contains(
            "\"subject\":\"database shop select orders\","
                + "\"finding\":\"is asked 30 times for each request\"");
  }

  @Test
  void whatHasBecomeSlowerIsRecommended() {
    operations("import", "success", 100, 100);
    pass(Duration.ofMinutes(60));
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
    put(runs, new NumberPoint(List.of("shop", "build", "ok"), 2, null));
    put(runs, new NumberPoint(List.of("shop", "build", "failed"), 1, null));
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
      cycle.hold();
      now = now.plusSeconds(15);
      pass(Duration.ofSeconds(45));
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
    store.append(
        Labels.of(
            "__name__", "ALERTS", "alertname", "Slow", "alertstate", "firing", "severity", "high"),
        now.toEpochMilli(),
        1);
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
