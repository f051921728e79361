// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shop with Spring Boot's actuator, in a JVM of its own under the built jar. */
@Timeout(900)
class ShopHealthTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern CONSOLE = Pattern.compile("is running, see (http://\\S+)");
  private static final Pattern SHOP = Pattern.compile("Shop ready at (\\S+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String CONFIG =
      """
      evaluation.interval: 1s
      health:
        checks:
          - {name: till, application: spring till, interval: 1s, critical: true}
          - {name: own database, application: spring db, interval: 1s}
      """;

  @TempDir private Path directory;
  private Process process;
  private Path output;

  @BeforeEach
  void open() throws IOException {
    Path config = Files.writeString(directory.resolve("obs-agent.yaml"), CONFIG);
    output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-javaagent:" + System.getProperty("obs.test.agent"),
            "-Dobs.server.port=0",
            "-Dobs.config.file=" + config,
            "-cp",
            System.getProperty("java.class.path"),
            ShopApplication.class.getName());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("OBS_") || name.endsWith("JAVA_TOOL_OPTIONS"));
    process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  @AfterEach
  void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private String find(Pattern pattern) throws Exception {
    return await(
        () -> {
          boolean alive = process.isAlive();
          Matcher found = pattern.matcher(Files.readString(output));
          if (found.find()) {
            return found.group(1);
          }
          assertThat(alive).as(Files.readString(output)).isTrue();
          return null;
        });
  }

  private <T> T await(Callable<@Nullable T> question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      T answer = question.call();
      if (answer != null) {
        return answer;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(Files.readString(output));
  }

  private static HttpResponse<String> send(String method, String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofMinutes(1))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String health(String url, int status, String... parts) throws Exception {
    String[] last = {""};
    try {
      return await(
          () -> {
            HttpResponse<String> health = send("GET", url);
            last[0] = health.body();
            return health.statusCode() == status
                    && List.of(parts).stream().allMatch(last[0]::contains)
                ? last[0]
                : null;
          });
    } catch (AssertionError e) {
      throw new AssertionError(last[0], e);
    }
  }

  @Test
  void theContributorsOfSpringBootAreComponents() throws Exception {
    String health = find(CONSOLE) + "monitoring/health";
    String shop = find(SHOP);
    String found =
        health(
            health,
            200,
            "\"spring till\":{\"status\":\"healthy\"",
            "\"spring ping\":{\"status\":\"healthy\"",
            "\"spring diskSpace\":{\"status\":",
            "\"till\":{\"status\":\"healthy\"",
            "\"own database\":{\"status\":\"healthy\"");
    assertThat(found).as("asks over the application's pool").doesNotContain("\"spring db\"");

    assertThat(send("POST", shop + "/faults?errorRate=1").statusCode()).isEqualTo(200);
    String down =
        health(
            health, 503, "\"till\":{\"status\":\"unhealthy\"", "\"detail\":\"Spring says DOWN\"");
    assertThat(down).doesNotContain("s3cret");
    assertThat(send("GET", health + "/live").statusCode()).isEqualTo(200);
    assertThat(send("POST", shop + "/faults").statusCode()).isEqualTo(200);
    health(health, 200, "\"till\":{\"status\":\"healthy\"");
  }
}
