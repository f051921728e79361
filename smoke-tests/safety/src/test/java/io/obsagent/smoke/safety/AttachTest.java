// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java -jar obs-agent.jar attach} and {@code list}. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class AttachTest {
  private final Jdk jdk;

  AttachTest(Jdk jdk) {
    this.jdk = jdk;
  }

  private JavaProcess serve() throws Exception {
    Launch launch = Launch.java(jdk);
    if (jdk.version() >= 21) {
      // Else the JVM warns that an agent comes late.
      launch.with("-XX:+EnableDynamicAgentLoading");
    }
    return launch.with("-cp", PlainJar.path(), PlainJar.MAIN, "serve").start();
  }

  private Outcome agent(String... arguments) throws Exception {
    return Launch.java(jdk, "-jar", Launch.AGENT.toString()).with(arguments).run();
  }

  @Test
  void aRunningApplicationIsTracedFromTheAttachmentOn(@TempDir Path directory) throws Exception {
    Path spans = directory.resolve("spans.jsonl");
    try (JavaProcess application = serve()) {
      String base = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
      assertThat(Http.get(base + "/greet?early")).isEqualTo("hello early");

      Outcome attach =
          agent(
              "attach",
              "" + application.pid(),
              "server.port=0",
              "traces.exporter=logging",
              "exporter.logging.output=" + spans);

      assertThat(attach.err()).isEmpty();
      assertThat(attach.out())
          .startsWith("attached to " + application.pid() + "\n")
          .contains(" is running, see http://127.0.0.1:");
      assertThat(attach.exitCode()).isZero();
      String console = application.awaitErr(Launch.RUNNING).group(1);
      Eventually.get(
          "a request traced",
          () -> {
            assertThat(Http.get(base + "/greet?late")).isEqualTo("hello late");
            boolean traced = Files.exists(spans) && Files.readString(spans).contains("SERVER");
            return traced ? true : null;
          });
      assertThat(Http.get(console + "metrics")).contains("http_requests_total{");
      application.endInput();
      Outcome end = application.await();
      assertThat(end.exitCode()).isEqualTo(7);
      assertThat(end.errLines()).singleElement().asString().matches(Launch.RUNNING);
    }
  }

  @Test
  void aSecondAttachmentChangesNothing() throws Exception {
    try (JavaProcess application = serve()) {
      String base = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
      assertThat(agent("attach", "" + application.pid(), "server.port=0").exitCode()).isZero();
      application.awaitErr(Launch.RUNNING);
      Outcome second = agent("attach", "" + application.pid(), "server.port=0");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .contains("the agent is already running in " + application.pid() + "\n")
          .contains(" is running, see http://127.0.0.1:");
      assertThat(Http.get(base + "/greet?still")).isEqualTo("hello still");
      application.endInput();
      assertThat(application.await().errLines()).hasSize(1);
    }
  }

  @Test
  void anOptionThatIsWrongIsPassedOn() throws Exception {
    try (JavaProcess application = serve()) {
      application.awaitOut("port (\\d+)");
      Outcome attach =
          agent("attach", "" + application.pid(), "server.port=0", "evaluation.interval=10m");
      assertThat(attach.err())
          .isEqualTo(
              "agent argument 'evaluation.interval': 'evaluation.interval' is '10m': expected a"
                  + " duration from 1s to 5m, with its unit: ms, s, m or h\n");
      assertThat(attach.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatIsNotThereIsNamed() throws Exception {
    Outcome outcome = agent("attach", "999999999");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo("obs-agent attach: there is no process 999999999; 'list' shows the JVMs\n");
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void aProcessThatIsNoJavaMachineIsNamedAndLivesOn() throws Exception {
    Process other = new ProcessBuilder("sleep", "100").start();
    try {
      Outcome outcome = agent("attach", "" + other.pid());
      assertThat(outcome.err()).startsWith("obs-agent attach: " + other.pid() + " is no JVM");
      assertThat(outcome.errLines()).hasSize(1);
      assertThat(other.isAlive()).isTrue();
      assertThat(outcome.exitCode()).isEqualTo(3);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void theListShowsARunningApplicationWithoutItsArguments() throws Exception {
    try (JavaProcess application = serve()) {
      application.awaitOut("port");
      Outcome list = agent("list");
      assertThat(list.err()).isEmpty();
      assertThat(list.out().lines()).contains(application.pid() + "\t" + PlainJar.MAIN);
      application.endInput();
    }
  }
}
