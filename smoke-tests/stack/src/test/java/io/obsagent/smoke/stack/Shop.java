// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shop with customers under the agent, in processes of their own. */
final class Shop implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private String agent = "";

  private Shop(Path directory) {
    this.directory = directory;
  }

  /** Open, and with customers until it is closed. */
  static Shop open(Path directory) throws Exception {
    Shop shop = new Shop(directory);
    try {
      shop.start();
      return shop;
    } catch (Exception | Error e) {
      shop.close();
      throw e;
    }
  }

  private void start() throws Exception {
    Path objectives =
        Files.writeString(
            directory.resolve("slo.yml"),
            "objectives: [{name: products, target: 99, route: /products, period: 1d}]");
    Path log = directory.resolve("shop.log");
    Process shop =
        launch(
            log,
            JAVA,
            "-XX:TieredStopAtLevel=1",
            "-javaagent:" + System.getProperty("agent.jar"),
            "-Dobs.server.port=0",
            "-Dobs.service.name=shop",
            "-Dobs.evaluation.interval=1s",
            "-Dobs.slo.files=" + objectives,
            "-jar",
            System.getProperty("shop.jar"));
    agent = await(() -> said(log, shop, "see (http://[^ /]*)"), () -> "no agent in " + log);
    String url = await(() -> said(log, shop, "ready at (http://\\S*)"), () -> "no shop in " + log);
    launch(
        directory.resolve("load.log"),
        JAVA,
        "-XX:TieredStopAtLevel=1",
        "-jar",
        System.getProperty("shop.jar"),
        "load",
        url,
        "--rate",
        "20",
        "--seconds",
        "600");
  }

  Process launch(Path log, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("APP_VERSION", "1.0.0");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String said(Path log, Process process, String pattern) throws IOException {
    String text = Files.readString(log);
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (matcher.find()) {
      return matcher.group(1);
    }
    if (!process.isAlive()) {
      throw new IOException(text);
    }
    return "";
  }

  /** Where the agent's port is. */
  String agent() {
    return agent;
  }

  /** How many series a query has now, at the agent or at another Prometheus. */
  static int series(String prometheus, String query) throws Exception {
    String path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode answer = get(prometheus + path);
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException(query + ": " + answer);
    }
    JsonNode data = answer.path("data");
    return data.path("resultType").asText().equals("vector") ? data.path("result").size() : 1;
  }

  static JsonNode get(String url) throws Exception {
    return JSON.readTree(text(url));
  }

  static String text(String url) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  /** Asks until there is an answer that is not empty. */
  interface Question {
    String ask() throws Exception;
  }

  static String await(Question question, Supplier<String> otherwise) throws Exception {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      String answer = question.ask();
      if (!answer.isEmpty()) {
        return answer;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  @Override
  public void close() throws InterruptedException {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
