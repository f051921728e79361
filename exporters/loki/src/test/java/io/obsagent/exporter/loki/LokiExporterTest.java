// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.loki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.logs.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a receiver that takes what Loki's API says. */
class LokiExporterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReceivingServer server;

  @BeforeEach
  void start() throws IOException {
    server = ReceivingServer.start();
    server.answer(204);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void allThatARecordHasIsInItsLineItsLabelsAndItsMetadata() throws Exception {
    JsonNode stream =
        sent(List.of(TestLogs.error()), "exporter.loki.labels", "team=a,zone=1").get(0);

    assertThat(texts(stream.get("stream")))
        .isEqualTo(
            Map.of(
                "level", "error",
                "service_name", "shop",
                "deployment_environment", "test",
                "team", "a",
                "zone", "1"));
    JsonNode value = stream.get("values").get(0);
    assertThat(value.get(0).asText()).isEqualTo("" + TestLogs.TIME);
    assertThat(value.get(1).asText())
        .isEqualTo(
            "order 42 failed\njava.lang.IllegalStateException: no stock\n"
                + "\tat com.acme.Shop.order(Shop.java:7)");
    Map<String, String> expected = new TreeMap<>();
    expected.put("framework", "logback");
    expected.put("logger", "com.acme.Shop");
    expected.put("correlation_id", "c-17");
    expected.put("exception_type", "java.lang.IllegalStateException");
    expected.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    expected.put("span_id", "b7ad6b7169203331");
    expected.put("thread_name", "http-1");
    expected.put("order", "42");
    expected.put("ratio", "0.5");
    expected.put("paid", "true");
    expected.put("note", "Grüße \"an\"\n\u0001 𝄞");
    assertThat(texts(value.get(2))).isEqualTo(expected);
  }

  @Test
  void thereIsOneStreamForEachLevelAndItsLinesAreInOrder() throws Exception {
    JsonNode streams =
        sent(
            List.of(
                at(Severity.INFO, 30, "late"),
                at(Severity.WARN, 25, "warning"),
                at(Severity.INFO, 10, "early"),
                at(Severity.INFO, 30, "late"),
                at(Severity.INFO, 30, "later")));

    assertThat(streams).hasSize(2);
    List<String> lines = new ArrayList<>();
    streams
        .get(0)
        .get("values")
        .forEach(value -> lines.add(value.get(0).asText() + " " + value.get(1).asText()));
    assertThat(lines).containsExactly("10 early", "30 late", "31 late", "32 later");
    assertThat(streams.get(1).get("stream").get("level").asText()).isEqualTo("warn");
  }

  @Test
  void noMoreMetadataIsSentThanLokiTakes() throws Exception {
    Map<String, Object> many = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      many.put("key." + i, "value");
    }
    many.put("trace_id", "not the trace");
    FinishedLog log = TestLogs.log(Severity.INFO, "x");
    JsonNode value = sent(List.of(with(log, many))).get(0).get("values").get(0);

    assertThat(value.get(2).size()).isLessThanOrEqualTo(128);
    assertThat(value.get(2).has("trace_id")).isFalse();
    assertThat(value.get(2).get("key_0").asText()).isEqualTo("value");
  }

  @Test
  void aTenantAndAPathOfOnesOwnAreKept() throws Exception {
    try (LogExporter exporter =
        exporter(
            "exporter.loki.endpoint",
            "http://localhost:" + server.port() + "/gateway/push",
            "exporter.loki.tenant",
            "team-a",
            "exporter.loki.user",
            "me",
            "exporter.loki.password",
            "pw")) {
      exporter.export(TestLogs.lines(1));
      assertThat(exporter.endpoint())
          .isEqualTo("http://localhost:" + server.port() + "/gateway/push");
    }
    ReceivingServer.Request request = server.take();
    assertThat(request.path()).isEqualTo("/gateway/push");
    assertThat(request.headers())
        .containsEntry("X-Scope-OrgID", "team-a")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Authorization", "Basic bWU6cHc=");
  }

  @Test
  void aRateLimitIsHeardAndARefusalSaysWhy() throws Exception {
    server.answerOnce(429, "Retry-After", "3");
    try (LogExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOfSatisfying(
              RetryableException.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
      server.answer(400);
      server.answerWith("entry for stream '{}' has timestamp too old\n\u001b[31m".getBytes(UTF_8));
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RetryableException.class)
          .hasMessageEndingWith(" answered 400: entry for stream '{}' has timestamp too old  [31m");
    }
  }

  @Test
  void labelsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> exporter("exporter.loki.labels", "a-b=c"))
        .hasMessage("expected name=value,name=value, at most 15");
  }

  private JsonNode sent(List<FinishedLog> batch, String... more) throws Exception {
    try (LogExporter exporter = exporter(more)) {
      assertThat(exporter.export(batch)).isZero();
    }
    ReceivingServer.Request request = server.take();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /loki/api/v1/push");
    return JSON.readTree(request.body()).get("streams");
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().textValue()));
    return texts;
  }

  private static FinishedLog at(Severity severity, long epochNanos, String body) {
    FinishedLog log = TestLogs.log(severity, body);
    return copy(log, epochNanos, log.attributes());
  }

  private static FinishedLog with(FinishedLog log, Map<String, Object> attributes) {
    return copy(log, log.epochNanos(), attributes);
  }

  private static FinishedLog copy(FinishedLog log, long time, Map<String, Object> attributes) {
    return new FinishedLog(
        time,
        time,
        log.severityNumber(),
        log.severityText(),
        log.body(),
        log.framework(),
        log.logger(),
        0,
        0,
        0,
        (byte) 0,
        null,
        attributes,
        null,
        null,
        null,
        100);
  }

  private LogExporter exporter(String... more) {
    List<String> texts =
        new ArrayList<>(List.of("exporter.loki.endpoint", "http://localhost:" + server.port()));
    texts.addAll(Arrays.asList(more));
    return new LokiExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])),
                Map.of("service.name", "shop", "deployment.environment.name", "test"),
                new TestMetrics()));
  }
}
