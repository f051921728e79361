// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.LoopApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built jar says of an application whose event loop is blocked, and of its database. */
class HealthTest {
  private static final String DATABASE = "jdbc:h2:mem:orders";

  private static final Pattern PARTS =
      Pattern.compile("test-classes|vertx-|netty-|jackson-core-|h2-");

  /** The application's, with nothing of the agent. */
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> PARTS.matcher(Path.of(entry).getFileName().toString()).lookingAt())
          .collect(Collectors.joining(File.pathSeparator));

  private static final String CONFIG =
      """
      evaluation.interval: 1s
      health.process: true
      health.event-loop-limit: 1s
      health:
        checks:
          - {name: orders, jdbc: "%s", user: health, password: pa55, interval: 1s}
          - {name: query, jdbc: "%s", user: health, password: pa55, query: SELECT 1, interval: 1s}
      """
          .formatted(DATABASE, DATABASE);

  @TempDir private Path directory;

  private JavaProcess start() throws IOException {
    Path config = Files.writeString(directory.resolve("obs-agent.yaml"), CONFIG);
    return Launch.underAgent(Jdk.all().get(0), "-Dobs.config.file=" + config)
        .with("-cp", CLASS_PATH, LoopApplication.class.getName(), DATABASE)
        .start();
  }

  private static void await(String url, int status, String... parts) throws Exception {
    Eventually.get(
        status + " of " + url + " with " + String.join(", ", parts),
        () -> {
          String body = Http.body(url);
          return Http.status(url) == status && Stream.of(parts).allMatch(body::contains)
              ? true
              : null;
        });
  }

  @Test
  void aBlockedEventLoopIsNoLifeAndADatabaseIsAskedByItsOwnDriver() throws Exception {
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      String base = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
      assertThat(Http.get(base)).isEqualTo("hello");
      String live = console + "monitoring/health/live";
      String health = console + "monitoring/health";
      await(
          health,
          200,
          "\"orders\":{\"status\":\"healthy\"",
          "\"query\":{\"status\":\"healthy\"",
          "\"event loops\":{\"status\":\"healthy\"");
      assertThat(Http.status(live)).isEqualTo(200);

      application.say("block");
      await(live, 503);
      await(health, 503, "vert.x-eventloop-thread-", "has been blocked for ");
      application.say("go on");
      await(live, 200);
      assertThat(Http.get(base)).isEqualTo("hello");

      application.say("lock out");
      await(health, 200, "\"status\":\"degraded\"", "SQLState 28000");
      assertThat(Http.status(live)).isEqualTo(200);
      assertThat(Http.body(health)).doesNotContain("pa55");
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
  }
}
