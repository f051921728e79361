// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.testkit.FeatureStage;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiFeatureTest {
  private final FeatureStage stage = new FeatureStage();

  @BeforeEach
  void begin() {
    AiFeature feature = new AiFeature();
    feature.routes(stage.endpoints());
    feature.begin(stage.insight(null), stage::metrics);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private void counter(String name, List<String> labels, List<String> values, double value) {
    MetricDefinition definition =
        MetricDefinition.counter(name, "Help.").labels(labels.toArray(String[]::new));
    stage.put(definition, new NumberPoint(values, value, null));
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
    stage.put(
        definition,
        new HistogramPoint(
            values, new double[] {1, 2}, cumulative, 9, new MetricFamily.Exemplar[0]));
  }

  private Response ask(String... parameters) {
    return stage.get("/monitoring/ai", parameters);
  }

  private String body(String... parameters) {
    Response response = ask(parameters);
    assertThat(response.status()).isEqualTo(200);
    return FeatureStage.text(response);
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
    stage.pass(Duration.ofMinutes(20));
    requests("gpt-4o", "success", 107);
    requests("gpt-5", "success", 2);
    stage.pass(Duration.ofMinutes(2));

    assertThat(body("range", "10m"))
        .contains("\"total\":{\"calls\":9,")
        .contains("{\"model\":\"gpt-4o\",\"calls\":7,")
        .contains("{\"model\":\"gpt-5\",\"calls\":2,");
    assertThat(body("range", "1h")).contains("\"total\":{\"calls\":109,");
  }

  @Test
  void aRestartWithinTheRangeLosesNothing() {
    requests("gpt-4o", "success", 5);
    stage.pass(Duration.ofMinutes(1));
    requests("gpt-4o", "success", 8);
    stage.pass(Duration.ofMinutes(1));
    requests("gpt-4o", "success", 2);
    stage.pass(Duration.ofMinutes(1));

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
    assertThat(FeatureStage.text(response))
        .contains("\"errorType\":\"bad_data\"", "invalid parameter", message);
  }
}
