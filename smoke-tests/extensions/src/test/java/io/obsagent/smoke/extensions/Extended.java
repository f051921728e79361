// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.extensions;

import io.obsagent.smoke.extended.ExtendedApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, under the agent. It does not outlive the test. */
final class Extended implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern RUNNING = Pattern.compile("is running, see (http://\\S+?)/?\\s");

  private final Process process;
  private final Path out;
  private final Path err;
  private final Path spans;
  private final String port;

  private Extended(Process process, Path out, Path err, Path spans) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.spans = spans;
    await("the agent runs", () -> RUNNING.matcher(read(err)).find());
    Matcher matcher = RUNNING.matcher(read(err));
    this.port = matcher.find() ? matcher.group(1) : "";
  }

  /** Started, with the agent complete; its spans go to a file besides. */
  static Extended start(String... options) throws IOException {
    return start(Map.of(), options);
  }

  /** The same where the surroundings tell it something. */
  static Extended start(Map<String, String> environment, String... options) throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "logs"));
    Path out = Files.createTempFile(logs, "jvm", ".out");
    Path err = Files.createTempFile(logs, "jvm", ".err");
    Path spans = Files.createTempFile(logs, "jvm", ".spans").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-javaagent:" + System.getProperty("obs.test.agent"));
    command.add("-Dobs.server.port=0");
    command.add("-Dobs.traces.export-interval=20ms");
    command.add("-Dobs.traces.exporter=logging");
    command.add("-Dobs.exporter.logging.output=" + spans);
    command.addAll(List.of(options));
    command.add("-cp");
    // Neither a test's libraries nor its extensions are there.
    command.add(classPath().toString());
    command.add(ExtendedApplication.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(Extended::reachesTheAgent);
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try {
      return new Extended(process, out, err, spans);
    } catch (AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Path classPath() throws IOException {
    String name = ExtendedApplication.class.getName().replace('.', '/') + ".class";
    Path target = Path.of("target", "application").toAbsolutePath();
    Files.createDirectories(target.resolve(name).getParent());
    Files.write(
        target.resolve(name), Files.readAllBytes(Path.of("target", "test-classes").resolve(name)));
    return target;
  }

  private static boolean reachesTheAgent(String variable) {
    return variable.startsWith("OBS_")
        || variable.startsWith("OTEL_")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }

  /** Has the application call itself, and waits until it has. */
  void call(String path) throws IOException {
    process.getOutputStream().write((path + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    await(path + " called", () -> out().contains(path + " 204"));
  }

  /** Ends it: its exit code. */
  int end() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("did not end: " + err());
    }
    return process.exitValue();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Spans as JSON, one a line. */
  List<String> spans() {
    return read(spans).lines().toList();
  }

  /** The first server span of a path, as soon as it is there. */
  String serverSpan(String path) {
    String wanted = "\"" + path + "\"";
    await("span of " + path, () -> spans().stream().anyMatch(line -> isOf(line, wanted)));
    return spans().stream().filter(line -> isOf(line, wanted)).findFirst().orElseThrow();
  }

  private static boolean isOf(String line, String path) {
    return line.contains("SERVER") && line.contains(path);
  }

  /** A page of the agent's port. */
  String page(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(port + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
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
