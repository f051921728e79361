// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.logs.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a node of OpenSearch, whose bulk API is Elasticsearch's. */
class OpenSearchTest {
  @TempDir private static Path home;
  private static OpenSearchNode node;

  private final TestMetrics metrics = new TestMetrics();

  @BeforeAll
  static void start() throws Exception {
    node = OpenSearchNode.start(home);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void allThatARecordHasIsInItsDocumentInADataStream() throws Exception {
    node.call(
        "PUT",
        "/_index_template/logs",
        "{\"index_patterns\":[\"logs-*-*\"],\"data_stream\":{},\"priority\":100}");
    try (LogExporter exporter = exporter()) {
      assertThat(exporter.endpoint()).isEqualTo("http://127.0.0.1:" + node.port());
      assertThat(exporter.export(List.of(TestLogs.error()))).isZero();
    }

    Map<String, Object> document = node.documents("logs-obs-default").get(0);

    assertThat(document.remove("_index").toString()).startsWith(".ds-logs-obs-default-");
    Map<String, Object> expected = new TreeMap<>();
    expected.put("@timestamp", "2026-03-01T10:00:00.123456789Z");
    expected.put("message", "order 42 failed");
    expected.put("ecs.version", "8.11.0");
    expected.put("service.name", "Shop 1");
    expected.put("host.name", "web-1");
    expected.put("log.level", "ERROR");
    expected.put("log.logger", "com.acme.Shop");
    expected.put("trace.id", "0af7651916cd43dd8448eb211c80319c");
    expected.put("span.id", "b7ad6b7169203331");
    expected.put("error.type", "java.lang.IllegalStateException");
    expected.put("error.message", "no stock");
    expected.put("error.stack_trace", TestLogs.error().exceptionStacktrace());
    expected.put("process.thread.name", "http-1");
    expected.put(
        "labels",
        Map.of(
            "framework",
            "logback",
            "correlation_id",
            "c-17",
            "order",
            "42",
            "ratio",
            "0.5",
            "paid",
            "true",
            "note",
            "Grüße \"an\"\n\u0001 𝄞"));
    assertThat(document).isEqualTo(expected);
    assertThat(found("logs-obs-default", "{\"term\":{\"labels.order.keyword\":\"42\"}}")).isOne();
  }

  @Test
  void eachDayHasItsIndex() throws Exception {
    FinishedLog first = TestLogs.log(Severity.INFO, "first");
    FinishedLog nextDay = at(first.epochNanos() + 86_400_000_000_000L);
    try (LogExporter exporter =
        exporter("exporter.elasticsearch.index", "dora-logs-{service}-{date}")) {
      exporter.export(List.of(first, nextDay));
    }

    assertThat(node.documents("dora-logs-*"))
        .extracting(document -> document.get("_index"))
        .containsExactly("dora-logs-shop_1-2026.03.01", "dora-logs-shop_1-2026.03.02");
  }

  @Test
  void aRecordThatDoesNotFitTheIndexCostsNoOther() throws Exception {
    node.call(
        "PUT", "/strict", "{\"mappings\":{\"properties\":{\"message\":{\"type\":\"long\"}}}}");
    try (LogExporter exporter = exporter("exporter.elasticsearch.index", "strict")) {
      List<FinishedLog> batch =
          List.of(
              TestLogs.log(Severity.INFO, "1"),
              TestLogs.log(Severity.INFO, "no number"),
              TestLogs.log(Severity.INFO, "3"));

      assertThat(exporter.export(batch)).isEqualTo(1);
    }
    assertThat(metrics.total("obs_agent_dropped_total", "logs", "rejected")).isEqualTo(1);
    assertThat(node.documents("strict"))
        .extracting(document -> document.get("message"))
        .containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void aFullBatchFitsTheAnswerThatIsKept() throws Exception {
    node.call("PUT", "/refuses", "{\"mappings\":{\"dynamic\":\"strict\"}}");
    try (LogExporter exporter = exporter("exporter.elasticsearch.index", "refuses")) {
      assertThat(exporter.export(TestLogs.lines(4_096))).isEqualTo(4_096);
    }
  }

  private static int found(String index, String query) throws Exception {
    Map<String, Object> answer =
        node.call("POST", "/" + index + "/_count", "{\"query\":" + query + "}");
    return ((Number) answer.get("count")).intValue();
  }

  private static FinishedLog at(long epochNanos) {
    return new FinishedLog(
        epochNanos,
        epochNanos,
        9,
        "INFO",
        "second",
        "jul",
        "",
        0,
        0,
        0,
        (byte) 0,
        null,
        Map.of(),
        null,
        null,
        null,
        100);
  }

  private LogExporter exporter(String... more) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("exporter.elasticsearch.endpoint", "http://127.0.0.1:" + node.port());
    for (int i = 0; i < more.length; i += 2) {
      texts.put(more[i], more[i + 1]);
    }
    return new ElasticsearchExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                new TestConfig(texts),
                Map.of("service.name", "Shop 1", "host.name", "web-1"),
                metrics));
  }
}
