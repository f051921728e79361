// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.TooLargeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node answers that is too busy, too small, or none. */
class ElasticsearchExporterTest {
  private final TestMetrics metrics = new TestMetrics();
  private ReceivingServer server;

  @BeforeEach
  void start() throws IOException {
    server = ReceivingServer.start();
    answer("{\"errors\":false,\"items\":[{\"create\":{\"status\":201}}]}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void onlyWhatWasNotTakenIsSentAgain() throws Exception {
    List<FinishedLog> batch = TestLogs.lines(4);
    answer(
        """
        {"errors":true,"items":[{"create":{"status":201}},
        {"create":{"status":429,"error":{"type":"rejected_execution_exception"}}},
        {"create":{"error":{"type":"document_parsing_exception"},"status":400}},
        {"create":{"status":503,"error":{"type":"unavailable_shards_exception"}}}]}""");
    try (LogExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(batch))
          .isInstanceOf(RetryableException.class)
          .hasMessage(endpoint() + " answered 503 unavailable_shards_exception to 2 log records");
      assertThat(server.take().path())
          .isEqualTo("/_bulk?filter_path=errors,items.*.status,items.*.error.type");
      assertThat(metrics.total("obs_agent_dropped_total", "logs", "rejected")).isEqualTo(1);

      answer(
          "{\"errors\":true,\"items\":[{\"create\":{\"status\":409}},{\"create\":{\"status\":201}}]}");
      assertThat(exporter.export(batch)).isEqualTo(1);
      assertThat(messages(server.take())).containsExactly("line 1", "line 3");

      answer("{\"errors\":false}");
      assertThat(exporter.export(batch)).isZero();
      assertThat(messages(server.take())).hasSize(4);
    }
  }

  @Test
  void aBatchThatWasGivenUpIsForgotten() throws Exception {
    answer(
        "{\"errors\":true,\"items\":[{\"create\":{\"status\":400}},{\"create\":{\"status\":429}}]}");
    try (LogExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(2)))
          .isInstanceOf(RetryableException.class);
      answer("{\"errors\":false}");

      assertThat(exporter.export(TestLogs.lines(3))).isZero();
    }
  }

  @Test
  void aNodeThatIsTooBusySaysForHowLong() throws Exception {
    server.answerOnce(429, "Retry-After", "7");
    try (LogExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOfSatisfying(
              RetryableException.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
      server.answer(413);
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(TooLargeException.class);
      server.answer(401);
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void whoeverIsNoNodeIsToldFrom() throws Exception {
    for (String answer : List.of("<html>", "{}", "{\"errors\":true,\"items\":[", "")) {
      answer(answer);
      try (LogExporter exporter = exporter()) {
        assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(RetryableException.class)
            .hasMessage(endpoint() + " gave an answer that is none to a bulk request");
      }
    }
  }

  @Test
  void theNextNodeIsAskedWhenOneIsDown() throws Exception {
    try (ReceivingServer gone = ReceivingServer.start()) {
      gone.close();
      try (LogExporter exporter =
          exporter(
              "exporter.elasticsearch.endpoint",
              "http://127.0.0.1:" + gone.port() + ", " + endpoint() + "/es/")) {
        assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
            .isInstanceOf(RetryableException.class);
        exporter.export(TestLogs.lines(1));
        assertThat(server.take().path()).startsWith("/es/_bulk?");
        assertThat(exporter.endpoint()).isEqualTo(endpoint() + "/es");
      }
    }
  }

  @Test
  void whoWeAreIsSaidInOneOfThreeWays() throws Exception {
    assertThat(authorization("exporter.elasticsearch.api-key", "a2V5")).isEqualTo("ApiKey a2V5");
    assertThat(authorization("exporter.elasticsearch.token", "t")).isEqualTo("Bearer t");
    assertThat(
            authorization(
                "exporter.elasticsearch.user", "me", "exporter.elasticsearch.password", "pw"))
        .isEqualTo("Basic bWU6cHc=");
  }

  /** An exporter is in use whose endpoint is no empty text. */
  @Test
  void nobodyWhoNamesNoNodeHasThisExporter() {
    assertThat(TestConfig.of().get(ElasticsearchOptions.ENDPOINT)).isEmpty();
    assertThat(
            TestConfig.of(ElasticsearchOptions.ENDPOINT.key(), " , ")
                .get(ElasticsearchOptions.ENDPOINT))
        .isEmpty();
  }

  @Test
  void anIndexThatNoneMayBeIsRefused() {
    for (String name : List.of("Logs", "a b", "-a", "{date", "a/b", "", "x".repeat(300))) {
      assertThatThrownBy(() -> exporter("exporter.elasticsearch.index", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a name of lower case letters");
    }
  }

  private String authorization(String... options) throws Exception {
    try (LogExporter exporter = exporter(options)) {
      exporter.export(TestLogs.lines(1));
      return server.take().headers().get("Authorization");
    }
  }

  private static List<String> messages(ReceivingServer.Request request) {
    List<String> messages = new ArrayList<>();
    for (String line : new String(request.body(), UTF_8).split("\n")) {
      int at = line.indexOf("\"message\":\"");
      if (at >= 0) {
        messages.add(line.substring(at + 11, line.indexOf('"', at + 11)));
      }
    }
    return messages;
  }

  private void answer(String json) {
    server.answerWith(json.getBytes(UTF_8));
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  private LogExporter exporter(String... more) {
    List<String> texts = new ArrayList<>(List.of("exporter.elasticsearch.endpoint", endpoint()));
    texts.addAll(Arrays.asList(more));
    return new ElasticsearchExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])),
                Map.of("service.name", "shop"),
                metrics));
  }
}
