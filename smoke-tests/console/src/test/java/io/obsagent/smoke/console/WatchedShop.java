// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shop under the agent, with customers, in JVMs of their own. */
final class WatchedShop implements AutoCloseable {
  static final String TOKEN = "token-of-the-console-test";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private final String address;
  private final String console;

  private static final String CONFIGURATION =
      """
      ai.content: attributes
      users.header: X-User-Id
      slo:
        objectives:
          - {name: checkout, target: 99.9, route: /checkout}
          - {name: checkout-latency, target: 95, route: /checkout, threshold: 250ms}
          - {name: answers, target: 99}
      ai:
        budgets:
          - {name: whole-day, usd: 5, per: day}
      alerting:
        channels:
          webhook: {url: "@receiver@"}
      """;

  /** An alert that is there as long as the shop is. */
  private static final String RULES =
      """
      groups:
        - name: test
          rules:
            - alert: AlwaysThere
              expr: vector(1) > 0
              labels: {severity: warning}
              annotations: {summary: it is for trying forms}
      """;

  /** A dashboard of one's own. */
  private static final String DASHBOARD =
      """
      id: checkouts
      title: Checkouts
      panels:
        - title: Carts and checkouts
          type: timeseries
          unit: per-second
          expr: sum by (route) (rate(http_requests_total{$here, route=~"/cart|/checkout"}[$rate]))
          legend: 'of {{route}}'
        - title: Checkouts of the last minutes
          type: stat
          expr: sum(increase(http_requests_total{$here, route="/checkout"}[5m]))
          thresholds: [{above: 1, colour: red}]
      """;

  /**
   * With customers, and rules and receivers that forms are tried with; values are recorded each
   * second.
   *
   * @param receiver address of who is told of alerts
   */
  static WatchedShop busy(Path directory, String receiver) throws Exception {
    Path configuration = directory.resolve("obs-agent.yaml");
    Files.writeString(configuration, CONFIGURATION.replace("@receiver@", receiver));
    Path rules = Files.writeString(directory.resolve("rules.yml"), RULES);
    Path dashboard = Files.writeString(directory.resolve("checkouts.yml"), DASHBOARD);
    WatchedShop shop =
        new WatchedShop(
            directory,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dobs.config.file=" + configuration,
            "-Dobs.alerting.rule-files=" + rules,
            "-Dobs.dashboards.files=" + dashboard,
            "-Dobs.evaluation.interval=1s",
            "-Dobs.events.generic.secret=" + TOKEN);
    Path load = directory.resolve("load.log");
    String jar = System.getProperty("obs.test.shop");
    shop.start(
        load,
        load,
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        jar,
        "load",
        shop.address,
        "--seconds",
        "3600",
        "--rate",
        "12");
    return shop;
  }

  /** Without customers, and with the agent as it is without any configuration. */
  static WatchedShop quiet(Path directory) throws Exception {
    return new WatchedShop(directory);
  }

  private WatchedShop(Path directory, String... options) throws Exception {
    Path agentLog = directory.resolve("agent.log");
    Path shopLog = directory.resolve("shop.log");
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "-Xmx256m",
            "-javaagent:" + System.getProperty("obs.test.agent"),
            "-Dobs.service.name=shop",
            "-Dobs.server.port=0",
            "-Dobs.server.token=" + TOKEN,
            "-jar",
            System.getProperty("obs.test.shop")));
    start(shopLog, agentLog, arguments.toArray(String[]::new));
    address = await(shopLog, Pattern.compile("Shop ready at (http://\\S+)"));
    console = await(agentLog, Pattern.compile("see (http://\\S+)/"));
  }

  /** CPU time that the shop has taken since its start. */
  Duration cpuTime() {
    return processes.get(0).info().totalCpuDuration().orElseThrow();
  }

  private void start(Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    if (out.equals(err)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(err.toFile());
    }
    processes.add(builder.start());
  }

  private String await(Path log, Pattern line) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && processes.get(0).isAlive()) {
      Matcher found = line.matcher(Files.exists(log) ? Files.readString(log) : "");
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no '" + line + "' in " + Files.readString(log));
  }

  /** Waits until a query has a result. */
  void awaitData(String query) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = "";
    while (System.nanoTime() < end) {
      answer = get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
      if (answer.contains("\"value\":[")) {
        return;
      }
      Thread.sleep(200);
    }
    throw new AssertionError(query + " has no result within five minutes: " + answer);
  }

  /** A deployment, as a build server would tell of it. */
  void deploy(String version) throws Exception {
    post(
        "/monitoring/events/generic",
        "application/json",
        "[{\"type\": \"deployment\", \"id\": \"1\", \"version\": \"" + version + "\"}]");
  }

  String console() {
    return console;
  }

  String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(console + path)).GET());
  }

  void post(String path, String type, String body) throws Exception {
    send(
        HttpRequest.newBuilder(URI.create(console + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        http.send(
            request.header("Authorization", "Bearer " + TOKEN).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  @Override
  public void close() throws Exception {
    for (Process process : processes) {
      process.destroy();
    }
    for (Process process : processes) {
      process.waitFor();
    }
  }
}
