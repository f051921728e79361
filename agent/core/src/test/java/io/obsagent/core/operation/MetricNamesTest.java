// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.runtime.RuntimeMetrics;
import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.SemconvName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
  @Test
  void everyDurationOfOperationsHasANameThatCoversItsLabels() {
    for (MetricFamily family : new Fixture().telemetry().metrics().collect()) {
      if (family.type() == Type.HISTOGRAM) {
        List<String> values = family.labelNames().stream().map(label -> "200").toList();
        SemconvName name = family.definition().semconvOf(values);
        assertThat(name).as(family.name()).isNotNull();
        assertThat(name.unit()).isEqualTo(family.unit());
        assertThat(attributes(name, family.labelNames(), values))
            .doesNotContainKeys(family.labelNames().toArray(new String[0]));
      }
    }
  }

  @Test
  void aStatusIsANumberAndTheTypeOfItsError() {
    assertThat(http("http_request_duration_seconds", "200"))
        .containsExactly(
            entry("http.request.method", "GET"),
            entry("http.route", "/a"),
            entry("http.response.status_code", 200L));
    assertThat(http("http_request_duration_seconds", "404")).doesNotContainKey("error.type");
    assertThat(http("http_request_duration_seconds", "503"))
        .containsEntry("http.response.status_code", 503L)
        .containsEntry("error.type", "503");
  }

  @Test
  void anOutgoingRequestHasItsServersPortAndTheTypeOfItsError() {
    assertThat(called("8443", "404", "404"))
        .containsExactly(
            entry("http.request.method", "GET"),
            entry("server.address", "api.example"),
            entry("server.port", 8443L),
            entry("http.response.status_code", 404L),
            entry("error.type", "404"));
    assertThat(called("", "error", "timeout"))
        .containsExactly(
            entry("http.request.method", "GET"),
            entry("server.address", "api.example"),
            entry("error.type", "timeout"));
    assertThat(called("", "200", "")).doesNotContainKey("error.type");
  }

  private static Map<String, Object> called(String port, String status, String error) {
    MetricFamily family = family("http_client_request_duration_seconds");
    return attributes(family, "GET", "api.example", port, status, error);
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    MetricFamily served = family("http_request_duration_seconds");
    assertThat(attributes(served, "GET", "unknown", "200")).doesNotContainKey("http.route");
    MetricFamily queried = family("database_query_duration_seconds");
    assertThat(attributes(queried, "COMMIT", "none", "postgresql", "none", "ok", "none"))
        .containsExactly(
            entry("db.operation.name", "COMMIT"), entry("db.system.name", "postgresql"));
  }

  @Test
  void whatIsBeyondTheLimitOfSeriesIsMarked() {
    MetricFamily served = family("http_request_duration_seconds");
    assertThat(attributes(served, "other", "other", "other"))
        .containsExactly(entry("otel.metric.overflow", true));
  }

  @Test
  void tokensAreOneMetricForEachType() {
    Fixture fixture = new Fixture();
    fixture.telemetry().later.models(); // registered with the first call of a model
    MetricFamily tokens = fixture.family("ai_tokens_used_total");
    SemconvName name = tokens.definition().semconvOf(List.of("gpt-4o", "openai", "cache_read"));
    assertThat(name).isNotNull();
    assertThat(name.name()).isEqualTo("gen_ai.client.inference.usage.cache_read.input_tokens");
    assertThat(attributes(tokens, "gpt-4o", "openai", "cache_read"))
        .containsExactly(
            entry("gen_ai.request.model", "gpt-4o"),
            entry("gen_ai.provider.name", "openai"),
            entry("gen_ai.token.modality", "unknown"));
    assertThat(tokens.definition().semconvOf(List.of("other", "other", "other"))).isNull();
  }

  @Test
  void theJvmAndTheProcessHaveTheConventionsNames() {
    Set<String> names = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    for (MetricFamily family : new RuntimeMetrics().collect()) {
      for (MetricFamily.Point point : family.points()) {
        SemconvName name = family.definition().semconvOf(point.labelValues());
        if (name != null) {
          names.add(name.name());
          Object type =
              attributes(name, family.labelNames(), point.labelValues()).get("jvm.memory.type");
          types.add(String.valueOf(type));
        }
      }
    }
    assertThat(names)
        .contains(
            "jvm.memory.used",
            "jvm.memory.committed",
            "jvm.memory.limit",
            "jvm.memory.used_after_last_gc",
            "jvm.gc.duration",
            "jvm.thread.count",
            "jvm.class.count",
            "jvm.class.loaded",
            "jvm.class.unloaded",
            "jvm.cpu.time",
            "jvm.buffer.memory.used",
            "jvm.buffer.memory.limit",
            "jvm.buffer.count");
    assertThat(types).contains("heap", "non_heap");
  }

  private static Map<String, Object> http(String name, String status) {
    return attributes(family(name), "GET", "/a", status);
  }

  private static Map<String, Object> attributes(MetricFamily family, String... values) {
    SemconvName name = family.definition().semconvOf(List.of(values));
    assertThat(name).isNotNull();
    return attributes(name, family.labelNames(), List.of(values));
  }

  private static Map<String, Object> attributes(
      SemconvName name, List<String> labels, List<String> values) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    name.attributes(labels, values, attributes::put);
    return attributes;
  }

  private static MetricFamily family(String name) {
    return new Fixture().family(name);
  }
}
