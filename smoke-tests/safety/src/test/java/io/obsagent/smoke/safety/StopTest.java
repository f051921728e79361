// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.PlainApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is stopped and started again while the application runs. */
class StopTest {
  private static final String TOKEN = "the-token-of-the-test";

  private static final String CONFIG =
      """
      server: {port: 0, token: %s}
      methods:
        - match: "%s#greet"
          metrics: [{name: greeted_total}]
      """
          .formatted(TOKEN, PlainApplication.class.getName());

  @TempDir private Path directory;

  private static String ask(String url, String body) throws Exception {
    return Http.send(url, TOKEN, body);
  }

  /** How many calls were counted, by the server's instrumentation and by the entry of the file. */
  private static String counted(String console) throws Exception {
    String metrics = ask(console + "metrics", "");
    return number(metrics, "(?m)^http_requests_total\\{.*greet.*} ")
        + " "
        + number(metrics, "(?m)^greeted_total ");
  }

  private static String number(String metrics, String before) {
    String[] parts = metrics.split(before, 2);
    return parts.length < 2 ? "none" : parts[1].lines().findFirst().orElseThrow();
  }

  @Test
  void whileTheAgentRestsNothingIsCountedAndNothingIsForgotten() throws Exception {
    Path config = Files.writeString(directory.resolve("obs-agent.yaml"), CONFIG);
    try (JavaProcess application =
        Launch.underAgent(Jdk.all().get(0), "-Dobs.config.file=" + config)
            .with("-cp", "target/test-classes", PlainApplication.class.getName(), "serve")
            .start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      String page = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1) + "/greet";
      assertThat(Http.get(page)).startsWith("hello");
      Eventually.get("one call", () -> counted(console).equals("1 1") ? true : null);

      assertThat(ask(console + "monitoring/stop", "now")).isEqualTo("{\"state\":\"OFF\"}");
      assertThat(Http.get(page)).startsWith("hello");
      assertThat(counted(console)).isEqualTo("1 1");
      assertThat(ask(console + "monitoring/agent", "")).contains("\"state\":\"OFF\"");
      assertThat(ask(console + "monitoring/doctor", "")).contains("all instrumentations rest");
      assertThat(Http.status(console + "monitoring/health/live")).isEqualTo(200);

      assertThat(ask(console + "monitoring/start", "now")).isEqualTo("{\"state\":\"RUNNING\"}");
      assertThat(Http.get(page)).startsWith("hello");
      Eventually.get("two calls", () -> counted(console).equals("2 2") ? true : null);
      application.endInput();
      application.await();
    }
  }
}
