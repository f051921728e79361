// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the agent: the same query gets the same answer from both, and the same
 * rule file fires the same alert in both. The application has come to rest before, so that both
 * have seen the same values.
 */
class PrometheusDifferentialTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String JOB = "small-server";

  private static final List<String> QUERIES =
      List.of(
          "http_requests_total",
          "http_requests_total{status_code=~\"[45]..\"}",
          "http_requests_total{status_code!~\"5..\",route!=\"/404\"}",
          "sum(http_requests_total)",
          "sum by (status_code) (http_requests_total)",
          "avg without (route, method) (http_requests_total)",
          "max(http_requests_total) - min(http_requests_total)",
          "count by (method) (http_requests_total)",
          "topk(2, http_requests_total)",
          "bottomk(1, http_requests_total)",
          "quantile(0.5, http_requests_total)",
          "stddev(http_requests_total)",
          "count_values(\"n\", http_requests_total)",
          "http_requests_total > 10",
          "http_requests_total > bool 10",
          "http_requests_total / on () group_left sum(http_requests_total)",
          "http_requests_total and http_requests_total{route=\"/200\"}",
          "http_requests_total unless http_requests_total{route=\"/200\"}",
          "http_requests_total{route=\"/200\"} or http_requests_total{route=\"/500\"}",
          "http_request_duration_seconds_count * 2 ^ 3 % 7",
          "histogram_quantile(0.9, http_request_duration_seconds_bucket)",
          "histogram_quantile(0.5, sum by (le) (http_request_duration_seconds_bucket))",
          "absent(no_such_metric{a=\"b\"})",
          "label_replace(http_requests_total, \"path\", \"$1\", \"route\", \"/(.*)\")",
          "label_join(http_requests_total, \"all\", \"-\", \"method\", \"status_code\")",
          "clamp_max(http_requests_total, 15)",
          "round(http_request_duration_seconds_sum, 0.001)",
          "sort_desc(http_requests_total)",
          "scalar(sum(http_requests_total)) + vector(1)",
          "ln(http_requests_total)",
          "sgn(http_requests_total - 15)",
          "increase(http_requests_total[5s])",
          "max_over_time(http_requests_total[5s])",
          "changes(http_requests_total[5s])",
          "ALERTS{alertname=\"TooManyFailures\"}",
          "up");

  /** Requests that are wrong, each in its way. */
  private static final List<String> WRONG =
      List.of(
          "query?query=up(",
          "query?query=up&time=x",
          "query?query=up&timeout=x",
          "query?query=up&timeout=1ns",
          "query?query=sum(up)%20by%20(",
          "query?query=up%2Bon(job)%7Bjob%3D%22a",
          "query_range?query=up[5m]&start=1&end=2&step=1",
          "query_range?query=%22a%22&start=1&end=2&step=1",
          "query_range?query=up&start=1&end=20000&step=1",
          "query_range?query=up&start=5&end=2&step=1",
          "query_range?query=up&start=1&end=2&step=0",
          "query_range?query=up&start=1&end=2&step=x",
          "query_range?query=up&start=x&end=2&step=1",
          "query_range?query=up&end=2&step=1",
          "query_exemplars?query=up(&start=1&end=2",
          "query_exemplars?query=up&start=5&end=2",
          "query_exemplars?query=up&start=x&end=2",
          "query_exemplars?query=1",
          "series",
          "series?match[]=%7B",
          "series?match[]=%7B%7D",
          "series?match[]=up&start=x",
          "rules?type=x");

  /** Requests of which all that Prometheus tells has to be told. */
  private static final List<String> RIGHT =
      List.of(
          "query?query=up",
          "query?query=up[5s]",
          "query?query=1",
          "query?query=%22a%22",
          "query?query=up&lookback_delta=30s&timeout=5s",
          "query_range?query=up&start=1&end=2&step=1",
          "query_exemplars?query=up",
          "series?match[]=up",
          "labels",
          "label/job/values",
          "rules",
          "rules?type=alert",
          "rules?type=record",
          "alerts");

  @TempDir private static Path directory;
  private static final List<Process> PROCESSES = new ArrayList<>();
  private static String agent;
  private static String prometheus;

  @BeforeAll
  static void start() throws Exception {
    if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .noneMatch(path -> new File(path, "prometheus").canExecute())) {
      System.out.println(
          "skipped: comparison with a real Prometheus: 'prometheus' is not on the path");
    }
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> new File(path, "prometheus").canExecute()),
        "'prometheus' is not on the path");
    Files.writeString(
        directory.resolve("rules.yml"),
        """
        groups:
          - name: small
            interval: 1s
            rules:
              - alert: TooManyFailures
                expr: sum by (job) (http_requests_total{status_code="500"}) > 5
                labels: {severity: warning}
                annotations: {summary: "{{ $labels.job }} failed {{ $value }} times"}
              - {record: failures, expr: 'sum(http_requests_total{status_code="500"})'}
              - {record: failures:labelled, expr: vector(1), labels: {team: shop}}
        """);
    agent = Ports.serve(PrometheusDifferentialTest::startAgent);
    prometheus = Ports.serve(PrometheusDifferentialTest::startPrometheus);
    await(
        () -> value(agent, "sum(http_requests_total)") == 60, () -> "the agent has no 60 requests");
    await(
        () -> value(prometheus, "sum(http_requests_total)") == 60,
        () -> "Prometheus has not scraped 60 requests");
    // Ranges of five seconds hold nothing but rest from here on.
    String before = "sum(http_requests_total offset 6s)";
    await(() -> value(agent, before) == 60, () -> "the agent does not come to rest");
    await(() -> value(prometheus, before) == 60, () -> "Prometheus does not come to rest");
  }

  private static String startAgent(int port) throws IOException {
    return launch(
        port,
        "/",
        "agent.log",
        System.getProperty("java.home") + "/bin/java",
        "-XX:TieredStopAtLevel=1",
        "-javaagent:" + System.getProperty("agent.jar"),
        "-Dobs.server.port=" + port,
        "-Dobs.service.name=" + JOB,
        "-Dobs.evaluation.interval=1s",
        "-Dobs.alerting.builtin-rules=false",
        "-Dobs.alerting.rule-files=" + directory.resolve("rules.yml"),
        "-cp",
        System.getProperty("java.class.path"),
        SmallServer.class.getName());
  }

  private static String startPrometheus(int port) throws IOException {
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: %s
            static_configs:
              - targets: ['%s']
                labels: {instance: here}
        """
            .formatted(JOB, URI.create(agent).getAuthority()));
    return launch(
        port,
        "/-/ready",
        "prometheus.log",
        "prometheus",
        "--config.file=" + directory.resolve("prometheus.yml"),
        "--enable-feature=exemplar-storage",
        "--storage.tsdb.path=" + directory.resolve("data"),
        "--web.listen-address=127.0.0.1:" + port);
  }

  /** Returns the server's address as soon as it answers; throws where the port is taken. */
  private static String launch(int port, String ready, String log, String... command)
      throws IOException {
    Path file = directory.resolve(log);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start();
    PROCESSES.add(process);
    String url = "http://127.0.0.1:" + port;
    while (!answers(url + ready)) {
      String said = Files.readString(file);
      if (!process.isAlive() || said.contains("in use")) {
        throw new IOException(said);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return url;
  }

  private static boolean answers(String url) throws IOException {
    try {
      return send(url).statusCode() == 200;
    } catch (ConnectException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (Process process : PROCESSES) {
      process.destroy();
    }
    for (Process process : PROCESSES) {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> theSameQueryHasTheSameAnswer() {
    return QUERIES.stream()
        .map(
            query ->
                DynamicTest.dynamicTest(
                    query,
                    () -> {
                      Map<Map<String, String>, Double> expected = answer(prometheus, query);
                      assertThat(answer(agent, query)).isEqualTo(expected);
                      assertThat(expected).isNotEmpty();
                    }));
  }

  @Test
  void theSameRuleFileFiresTheSameAlert() throws Exception {
    await(() -> alerts(prometheus).size() == 1, () -> "no alert in Prometheus");
    await(() -> alerts(agent).size() == 1, () -> "no alert in the agent");
    assertThat(alerts(agent)).isEqualTo(alerts(prometheus));
  }

  @TestFactory
  Stream<DynamicTest> aWrongRequestGetsTheSameAnswer() {
    return WRONG.stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    path,
                    () -> {
                      HttpResponse<String> expected = send(prometheus + "/api/v1/" + path);
                      HttpResponse<String> answer = send(agent + "/api/v1/" + path);
                      assertThat(answer.statusCode()).isEqualTo(expected.statusCode());
                      JsonNode wanted = JSON.readTree(expected.body());
                      JsonNode given = JSON.readTree(answer.body());
                      assertThat(Shapes.of(given)).isEqualTo(Shapes.of(wanted));
                      assertThat(given.path("errorType")).isEqualTo(wanted.path("errorType"));
                      assertThat(Shapes.message(given)).isEqualTo(Shapes.message(wanted));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aRightRequestIsAnsweredInTheSameShape() throws Exception {
    await(() -> alerts(prometheus).size() == 1, () -> "no alert in Prometheus");
    await(() -> alerts(agent).size() == 1, () -> "no alert in the agent");
    return RIGHT.stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    path,
                    () -> {
                      HttpResponse<String> expected = send(prometheus + "/api/v1/" + path);
                      HttpResponse<String> answer = send(agent + "/api/v1/" + path);
                      assertThat(answer.statusCode()).isEqualTo(expected.statusCode());
                      assertThat(Shapes.of(JSON.readTree(answer.body())))
                          .containsAll(Shapes.of(JSON.readTree(expected.body())));
                    }));
  }

  @Test
  void bothHaveTheSameExemplars() throws Exception {
    Map<String, String> expected = exemplars(prometheus);
    assertThat(expected).isNotEmpty();
    assertThat(exemplars(agent)).isEqualTo(expected);
  }

  /** The last one of each series. */
  private static Map<String, String> exemplars(String server) {
    Map<String, String> last = new TreeMap<>();
    JsonNode data =
        get(server + "/api/v1/query_exemplars?query=http_request_duration_seconds_bucket")
            .path("data");
    for (JsonNode each : data) {
      Map<String, String> labels =
          new TreeMap<>(JSON.convertValue(each.path("seriesLabels"), Map.class));
      labels.remove("instance");
      JsonNode newest = each.path("exemplars").get(each.path("exemplars").size() - 1);
      last.put(labels.toString(), newest.path("labels").path("trace_id").asText());
    }
    return last;
  }

  /** State, labels and annotations; when it began differs by the phase of the two clocks. */
  private static List<String> alerts(String server) {
    List<String> alerts = new ArrayList<>();
    for (JsonNode alert : get(server + "/api/v1/alerts").path("data").path("alerts")) {
      alerts.add(
          alert.path("state").asText()
              + new TreeMap<>(JSON.convertValue(alert.path("labels"), Map.class))
              + new TreeMap<>(JSON.convertValue(alert.path("annotations"), Map.class)));
    }
    return alerts;
  }

  private static double value(String server, String query) {
    JsonNode result = query(server, query).path("data").path("result");
    return result.size() == 1 ? result.get(0).path("value").get(1).asDouble() : -1;
  }

  /** Label set to value, rounded to nine digits, without the label that tells the two apart. */
  private static Map<Map<String, String>, Double> answer(String server, String query) {
    JsonNode answer = query(server, query);
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    Map<Map<String, String>, Double> values = new java.util.HashMap<>();
    for (JsonNode element : answer.path("data").path("result")) {
      Map<String, String> labels = new TreeMap<>();
      element
          .path("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      labels.remove("instance");
      double value = element.path("value").get(1).asDouble();
      values.put(labels, Math.round(value * 1e9) / 1e9);
    }
    return values;
  }

  private static JsonNode query(String server, String query) {
    return get(server + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> send(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.replace("[", "%5B").replace("]", "%5D"))).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode get(String url) {
    try {
      return JSON.readTree(send(url).body());
    } catch (IOException e) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition, Supplier<String> complaint)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            complaint.get() + "\n" + Files.readString(directory.resolve("agent.log")));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
