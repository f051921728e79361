// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.smoke.plain.NumbersApplication;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that counts by four libraries at once, and by its methods, under the jar. */
class LibrariesTest {
  private static final String TOKEN = "the-token-of-the-test";

  /** Enough to tell one leak a change from noise; {@code -Dobs.test.changes=1000} does more. */
  private static final int CHANGES = Integer.getInteger("obs.test.changes", 250);

  /** What the JDK makes for handles that are used often is there by then. */
  private static final int WARM = 150;

  private static final String APPLICATION = NumbersApplication.class.getName();

  /** The application's, with nothing of the agent, nor of the SDK that other tests want. */
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(
              entry ->
                  entry.endsWith("test-classes")
                      || entry.contains("prometheus")
                      || entry.contains("micrometer")
                      || entry.matches(".*opentelemetry-(api|context|common)-[0-9.]+jar")
                      || entry.contains("HdrHistogram")
                      || entry.contains("LatencyUtils"))
          .collect(Collectors.joining(File.pathSeparator));

  private static final String CONFIG =
      """
      server: {port: 0, token: %s}
      evaluation.interval: 1s
      events: {generic: {secret: a-secret-of-the-test}}
      alert_rules:
        of_micrometer: {metric: till_sold_total, threshold: 2, duration: 1s}
        of_opentelemetry: {metric: shop_orders_total, threshold: 2, duration: 1s}
        of_simpleclient: {metric: legacy_orders_total, threshold: 2, duration: 1s}
        of_prometheus: {metric: modern_orders_total, threshold: 2, duration: 1s}
      """
          .formatted(TOKEN);

  @TempDir Path directory;

  private JavaProcess start(String... options) throws IOException {
    Path config = Files.writeString(directory.resolve("obs-agent.yaml"), CONFIG);
    return Launch.underAgent(Jdk.all().get(0), "-Dobs.config.file=" + config)
        .with(options)
        .with("-cp", CLASS_PATH, APPLICATION)
        .start();
  }

  private void write(String methods) throws IOException {
    Path next = Files.writeString(directory.resolve("next.yaml"), CONFIG + methods);
    Files.move(next, directory.resolve("obs-agent.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String metrics(String console) throws Exception {
    return Http.send(console + "metrics", TOKEN, "");
  }

  @Test
  void eachIsCountedAsItCountsItselfAndCanBeAlertedOn() throws Exception {
    try (ReceivingServer collector = ReceivingServer.start();
        JavaProcess application =
            start(
                "-Dobs.exporter.otlp.metrics-endpoint=http://127.0.0.1:"
                    + collector.port()
                    + "/v1/metrics",
                "-Dobs.metrics.export-interval=200ms")) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      application.awaitOut("ready");
      for (int i = 0; i < 5; i++) {
        application.say("book");
      }
      MatchResult own = application.awaitOut("sold book (5\\.0) (5) (5\\.0) (5\\.0) (5)");
      assertThat(own.group()).isNotEmpty();
      String metrics = metrics(console);
      assertThat(metrics.lines())
          .contains(
              "till_sold_total{kind=\"book\"} 5",
              "till_work_seconds_count 5",
              "legacy_orders_total 5",
              "legacy_wait_seconds_count 5",
              "legacy_wait_seconds_sum 1.25",
              "modern_orders_total{kind=\"book\"} 5",
              "modern_size_bytes_bucket{le=\"10.0\"} 5",
              "shop_orders_total 5",
              "shop_distance_meters_count 5",
              "shop_distance_meters_sum 62.5");
      assertThat(openMetrics(console))
          .containsPattern("shop_orders_total 5 # \\{trace_id=\"[0-9a-f]{32}\",span_id=")
          .containsPattern("shop_distance_meters_bucket\\{le=\"25.0\"} 5 # \\{trace_id=");
      eachIsSentOnce(collector);
      aRunOfABuildServerIsCounted(console);
      promtoolAccepts(metrics(console));
      for (String rule :
          new String[] {"of_micrometer", "of_opentelemetry", "of_simpleclient", "of_prometheus"}) {
        Eventually.get(
            "alert " + rule,
            () -> Http.send(console + "api/v1/alerts", TOKEN, "").contains(rule) ? true : null);
      }
      write(
          """
          methods:
            - match: "%s#sell"
              metrics: [{name: sold_by_method_total, labels: {kind: arg0}}]
          """
              .formatted(APPLICATION));
      long written = System.nanoTime();
      Eventually.get(
          "what the file has added",
          () -> {
            application.say("book");
            return metrics(console).contains("sold_by_method_total{kind=\"book\"}") ? true : null;
          });
      // Not asserted, for others' work takes what it takes; ConfigWatcherTest has the interval.
      System.out.printf(
          "[reload] a method of the file was in /metrics %d ms after it was written%n",
          (System.nanoTime() - written) / 1_000_000);
      write("");
      Eventually.get(
          "what the file has taken away",
          () -> metrics(console).contains("sold_by_method_total") ? null : true);
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
  }

  private static void eachIsSentOnce(ReceivingServer collector) throws Exception {
    List<String> expected =
        List.of(
            "legacy_orders_total", "modern_orders_total", "shop_orders_total", "till_sold_total");
    Eventually.get(
        "a snapshot by OTLP with each once",
        () ->
            names(collector.take()).filter(expected::contains).sorted().toList().equals(expected)
                ? true
                : null);
  }

  private static Stream<String> names(ReceivingServer.Request request) throws Exception {
    return ExportMetricsServiceRequest.parseFrom(request.body()).getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .map(Metric::getName);
  }

  private static void aRunOfABuildServerIsCounted(String console) throws Exception {
    String run =
        """
        {"type": "pipeline", "id": 7, "pipeline": "nightly", "status": "success", "duration_seconds": 90}
        """;
    assertThat(Http.send(console + "monitoring/events/generic", "a-secret-of-the-test", run))
        .contains("\"accepted\":1");
    Eventually.get(
        "the run",
        () ->
            metrics(console)
                    .lines()
                    .toList()
                    .containsAll(
                        List.of(
                            "pipeline_executions_total{pipeline=\"nightly\",stage=\"\",status=\"success\"} 1",
                            "pipeline_duration_seconds_sum{pipeline=\"nightly\",stage=\"\"} 90"))
                ? true
                : null);
  }

  /** The format that has exemplars. */
  private static String openMetrics(String console) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(console + "metrics"))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Accept", "application/openmetrics-text; version=1.0.0")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void promtoolAccepts(String metrics) throws Exception {
    Path file = Files.writeString(directory.resolve("metrics.txt"), metrics);
    Process process;
    try {
      process =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      System.out.println("skipped: promtool is not installed");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void manyChangesOfWhatIsWovenLeaveNothingBehind() throws Exception {
    // Each change has the JVM compile anew, which by its second compiler is most of the time.
    // Without alerting, whose classes come when the first evaluations do.
    try (JavaProcess application =
        start("-XX:TieredStopAtLevel=1", "-Dobs.alerting.enabled=false")) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      application.awaitOut("ready");
      for (int i = 1; i <= WARM; i++) {
        change(application, console, i);
      }
      metrics(console); // whose classes are loaded by the first answer
      Footprint warm = footprint(application, 1);
      for (int i = WARM + 1; i <= CHANGES; i++) {
        change(application, console, i);
      }
      assertThat(metrics(console))
          .contains("sold_" + CHANGES % 7 + "_total{failed=\"no\",kind=\"n" + CHANGES + "\"} 1")
          .doesNotContain("sold_" + (CHANGES - 1) % 7 + "_total");
      Footprint after = footprint(application, 2);
      // One of each change would be a hundred; what the JDK keeps of handles comes and goes by
      // some.
      assertThat(after.classes).as("classes").isLessThan(warm.classes + 70);
      assertThat(after.objects).as("objects of methods").isLessThan(warm.objects + 70);
      assertThat(after.threads).as("threads").isLessThan(warm.threads + 20);
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
  }

  private record Footprint(long classes, long objects, long threads) {}

  /** Weaves the method anew, in one of fourteen ways, and has it called. */
  private static void change(JavaProcess application, String console, int number) throws Exception {
    String entry =
        """
        - match: "%s#sell"
          span: %s
          metrics: [{name: sold_%d_total, labels: {kind: arg0, failed: "thrown ? 'yes' : 'no'"}}]
        """
            .formatted(APPLICATION, number % 2 == 0, number % 7);
    assertThat(Http.send(console + "monitoring/agent/methods", TOKEN, entry)).contains("sites");
    application.say("n" + number);
    if (number % 10 == 0) {
      application.awaitOut("sold n" + number + " ");
    }
  }

  /**
   * @param times how often this was asked, with this
   */
  private static Footprint footprint(JavaProcess application, int times) throws Exception {
    application.say("footprint");
    MatchResult told =
        application.awaitOut(
            "(?s)(?:footprint \\d.*?){" + (times - 1) + "}footprint (\\d+) (\\d+) (\\d+)\\R");
    return new Footprint(
        Long.parseLong(told.group(1)),
        Long.parseLong(told.group(2)),
        Long.parseLong(told.group(3)));
  }
}
