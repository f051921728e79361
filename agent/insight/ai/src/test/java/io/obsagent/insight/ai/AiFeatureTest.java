// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiFeatureTest {
  private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
  private final Map<String, Handler> routes = new HashMap<>();
  private final List<MetricFamily> metrics = new ArrayList<>();
  private final AiFeature feature = new AiFeature();
  private Instant now = START;
  private SeriesStore store;
  private Cycle cycle;

  @BeforeEach
  void begin() {
    InstantSource clock = () -> now;
    store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(() -> List.copyOf(metrics)),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                clock,
                line -> {}));
    feature.routes(
        new Endpoints((method, path, access, handler) -> routes.put(path, handler), () -> {}));
    feature.begin(
        new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null),
        () -> List.copyOf(metrics));
  }

  @AfterEach
  void end() {
    store.close();
  }

  private void counter(String name, List<String> labels, List<String> values, double value) {
    MetricDefinition definition =
        MetricDefinition.counter(name, "Help.").labels(labels.toArray(String[]::new));
    put(definition, new NumberPoint(values, value, null));
  }

  private void requests(String model, String status, double value) {
    counter(
        "ai_requests_total",
        List.of("model", "provider", "status"),
        List.of(model, "openai", status),
        value);
  }

  /** As many in each bucket: to 1 s, to 2 s, longer. */
  private void duration(String name, List<String> labels, List<String> values, long... counts) {
    MetricDefinition definition =
        MetricDefinition.histogram(name, "Help.", 1, 2).labels(labels.toArray(String[]::new));
    long[] cumulative = {counts[0], counts[0] + counts[1], counts[0] + counts[1] + counts[2]};
    put(
        definition,
        new HistogramPoint(
            values, new double[] {1, 2}, cumulative, 9, new MetricFamily.Exemplar[0]));
  }

  private void put(MetricDefinition definition, MetricFamily.Point point) {
    List<MetricFamily.Point> points = new ArrayList<>();
    for (MetricFamily family : metrics) {
      if (family.name().equals(definition.name())) {
        points.addAll(family.points());
      }
    }
    points.removeIf(old -> old.labelValues().equals(point.labelValues()));
    points.add(point);
    metrics.removeIf(family -> family.name().equals(definition.name()));
    metrics.add(new MetricFamily(definition, points));
  }

  private void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(15)) {
      cycle.hold();
    }
    cycle.hold();
  }

  private Response ask(String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], List.of(parameters[i + 1]));
    }
    return routes
        .get("/monitoring/ai")
        .handle(new Request("GET", "/monitoring/ai", map, Map.of(), Map.of(), new byte[0]));
  }

  private String body(String... parameters) {
    Response response = ask(parameters);
    assertThat(response.status()).isEqualTo(200);
    return text(response);
  }

  private static String text(Response response) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      response.body().writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutACallThereIsNothing() {
    assertThat(body())
        .contains("\"by\":\"model\"")
        .contains("\"calls\":0,\"errors\":0,\"tokens\":{},\"cost_usd\":null")
        .contains("\"groups\":[]");
  }

  @Test
  void callsThatWereNeverSampledCount() {
    requests("gpt-4o", "success", 3);
    requests("gpt-4o", "error", 1);
    counter(
        "ai_tokens_used_total",
        List.of("model", "provider", "token_type"),
        List.of("gpt-4o", "openai", "input"),
        120);
    counter("ai_cost_usd_total", List.of("model", "provider"), List.of("gpt-4o", "openai"), 0.25);
    duration(
        "ai_request_duration_seconds",
        List.of("model", "provider"),
        List.of("gpt-4o", "openai"),
        2,
        2,
        0);

    assertThat(body())
        .contains(
            "{\"model\":\"gpt-4o\",\"calls\":4,\"errors\":1,\"tokens\":{\"input\":120},"
                + "\"cost_usd\":0.25,\"calls_of_unknown_cost\":0,"
                + "\"latency_seconds\":{\"p50\":1,\"p95\":1.9,\"p99\":1.98}}");
  }

  @Test
  void onlyWhatHappenedWithinTheRangeCounts() {
    requests("gpt-4o", "success", 100);
    pass(Duration.ofMinutes(20));
    requests("gpt-4o", "success", 107);
    requests("gpt-5", "success", 2);
    pass(Duration.ofMinutes(2));

    assertThat(body("range", "10m"))
        .contains("\"total\":{\"calls\":9,")
        .contains("{\"model\":\"gpt-4o\",\"calls\":7,")
        .contains("{\"model\":\"gpt-5\",\"calls\":2,");
    assertThat(body("range", "1h")).contains("\"total\":{\"calls\":109,");
  }

  @Test
  void aRestartWithinTheRangeLosesNothing() {
    requests("gpt-4o", "success", 5);
    pass(Duration.ofMinutes(1));
    requests("gpt-4o", "success", 8);
    pass(Duration.ofMinutes(1));
    requests("gpt-4o", "success", 2);
    pass(Duration.ofMinutes(1));

    assertThat(body()).contains("\"total\":{\"calls\":10,");
  }

  @Test
  void aTenantIsALabelOfTheWorkload() {
    List<String> labels = List.of("route", "operation", "model", "provider", "tenant");
    counter(
        "ai_workload_cost_usd_total",
        labels,
        List.of("/ask", "chat", "gpt-4o", "openai", "acme"),
        2);
    counter(
        "ai_workload_cost_usd_total",
        labels,
        List.of("/sum", "chat", "gpt-4o", "openai", "acme"),
        1);
    duration(
        "ai_workload_duration_seconds",
        List.of("route", "operation", "status", "tenant"),
        List.of("/ask", "chat", "success", "acme"),
        0,
        1,
        3);

    assertThat(body("by", "tenant"))
        .contains("{\"tenant\":\"acme\",\"calls\":4,\"errors\":0,\"tokens\":{},\"cost_usd\":3,");
    assertThat(body("by", "route")).contains("{\"route\":\"/ask\",\"calls\":4,");
  }

  @Test
  void noMoreGroupsThanAskedForAreShownTheDearestFirst() {
    for (int i = 0; i < 5; i++) {
      requests("m" + i, "success", i + 1);
    }
    assertThat(body("limit", "2"))
        .contains("\"groups\":[{\"model\":\"m4\"", "{\"model\":\"m3\"", "\"omitted\":3")
        .doesNotContain("\"m2\"");
  }

  @ParameterizedTest
  @CsvSource({
    "range, 5s, expected a time from 1m to 7d",
    "range, 30d, expected a time from 1m to 7d",
    "range, soon, cannot parse",
    "by, colour, 'expected model, provider, route, operation or a label of ai.labels'",
    "limit, -1, limit must be non-negative"
  })
  void aWrongQuestionIsToldWhatIsExpected(String name, String value, String message) {
    Response response = ask(name, value);
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("\"errorType\":\"bad_data\"", "invalid parameter", message);
  }
}
