// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.starter;

import com.acme.starter.StarterApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application in a JVM of its own, under the agent. It does not outlive the test. */
final class Started implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern AGENT = Pattern.compile("is running, see (http://\\S+?)/?\\s");
  private static final Pattern SERVER = Pattern.compile("Tomcat started on port (\\d+)");

  /** Without the agent's classes. */
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !entry.contains("obs-") && !entry.contains("/agent/"))
          .collect(Collectors.joining(File.pathSeparator));

  private final Process process;
  private final Path log;
  private final Path spans;

  private Started(Process process, Path log, Path spans) {
    this.process = process;
    this.log = log;
    this.spans = spans;
  }

  static Started start(String... options) throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "logs"));
    Path log = Files.createTempFile(logs, "jvm", ".log");
    Path spans = Files.createTempFile(logs, "jvm", ".spans").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + System.getProperty("obs.test.agent"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dobs.server.port=0");
    command.add("-Dobs.traces.export-interval=20ms");
    command.add("-Dobs.traces.exporter=logging");
    command.add("-Dobs.exporter.logging.output=" + spans);
    command.add("-Dserver.port=0");
    command.add("-Dotel.traces.exporter=console");
    command.add("-Dotel.metrics.exporter=none");
    command.add("-Dotel.logs.exporter=none");
    command.add("-Dotel.bsp.schedule.delay=50");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", CLASS_PATH, StarterApplication.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(OBS|OTEL)_.*|JAVA_TOOL.*"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Started(builder.start(), log, spans);
  }

  String log() {
    return read(log);
  }

  /** The agent's spans as JSON, one a line. */
  List<String> agentsSpans() {
    return read(spans).lines().toList();
  }

  /** What the application answers. */
  String order(String... headers) throws Exception {
    return send("http://127.0.0.1:" + awaited(SERVER) + "/orders", headers);
  }

  /** A page of the agent's. */
  String page(String path) throws Exception {
    return send(awaited(AGENT) + path);
  }

  private static String send(String uri, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String awaited(Pattern pattern) {
    await("'" + pattern + "'", () -> pattern.matcher(log()).find());
    Matcher matcher = pattern.matcher(log());
    return matcher.find() ? matcher.group(1) : "";
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
        throw new AssertionError("not seen: " + what + "\n" + log());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
  }
}
