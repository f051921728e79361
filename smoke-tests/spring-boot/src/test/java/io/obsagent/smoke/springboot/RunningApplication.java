// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, under the built jar. It does not outlive the test. */
record RunningApplication(Process process, Path log, Path spans) implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("Tomcat started on port\\D*(\\d+)");

  /**
   * Starts it.
   *
   * @param arguments for the JVM, from its options to the main class or the jar
   */
  static RunningApplication start(Path directory, String... arguments) throws IOException {
    Path spans = directory.resolve("spans.jsonl");
    List<String> all =
        new ArrayList<>(
            List.of(
                "-javaagent:" + System.getProperty("obs.test.agent"),
                "-Dobs.server.port=0",
                "-Dobs.traces.exporter=logging",
                "-Dobs.traces.export-interval=50ms",
                "-Dobs.exporter.logging.output=" + spans));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1"));
    Path log = directory.resolve("shop.log");
    return new RunningApplication(java(log, all), log, spans);
  }

  /** Runs a program of the class path to its end, without the agent. */
  static void run(Path directory, String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("run.log");
    if (java(log, List.of(arguments)).waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
  }

  private static Process java(Path log, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Asks, as soon as somebody answers. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    Recorded.await(
        () -> PORT.matcher(text(log)).find() || !process.isAlive(), () -> "no port: " + text(log));
    Matcher port = PORT.matcher(text(log));
    if (!port.find()) {
      throw new IllegalStateException(text(log));
    }
    URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** The span of a path, as a line of JSON. */
  String span(String path) {
    Recorded.await(() -> !lineWith(path).isEmpty(), () -> "no span: " + text(spans) + text(log));
    return lineWith(path);
  }

  private String lineWith(String path) {
    return text(spans)
        .lines()
        .filter(line -> line.contains('"' + path + '"'))
        .findFirst()
        .orElse("");
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, waits, and answers all that it has written. */
  String stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("does not end: " + text(log));
    }
    return text(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
