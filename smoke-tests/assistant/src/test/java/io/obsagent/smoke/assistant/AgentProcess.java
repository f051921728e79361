// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The assistant in a JVM of its own under the built jar, and what it writes. */
final class AgentProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final Path out;
  private final Path err;

  private AgentProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Writes {@code stdout} and {@code stderr} into a directory. */
  static AgentProcess start(
      Path directory, Map<String, String> more, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-javaagent:" + System.getProperty("obs.test.agent"));
    command.add("-Dobs.server.port=0");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AssistantApplication.class.getName());
    command.addAll(List.of(arguments));
    Path out = directory.resolve("stdout");
    Path err = directory.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("OBS_")
                    || name.startsWith("OTEL_")
                    || name.endsWith("JAVA_TOOL_OPTIONS"));
    environment.putAll(more);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new AgentProcess(builder.start(), out, err);
  }

  /** What the first group of a pattern matches in what is written, as soon as it does. */
  String find(String pattern) throws Exception {
    Pattern compiled = Pattern.compile(pattern);
    String[] found = {""};
    await(
        "'" + pattern + "' written",
        () -> {
          Matcher matcher = compiled.matcher(output());
          if (matcher.find()) {
            found[0] = matcher.group(1);
          }
          return !found[0].isEmpty();
        });
    return found[0];
  }

  void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(process.isAlive()).as("ended before " + what + ": " + output()).isTrue();
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + what + ": " + output());
      }
      Thread.sleep(100);
    }
  }

  private String output() throws IOException {
    return Files.readString(out) + Files.readString(err);
  }

  /** The status of an answer. */
  int get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request).statusCode();
  }

  int post(String url, String body) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  /** What the agent's port says, whatever the status. */
  String page(String path) throws Exception {
    String base = find("is running, see (http://\\S+)");
    return send(HttpRequest.newBuilder(URI.create(base).resolve("/" + path))).body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(
        request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it as an orchestrator does, and waits for it. */
  void end() throws Exception {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
  }
}
