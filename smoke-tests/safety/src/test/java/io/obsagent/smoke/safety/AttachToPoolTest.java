// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.PoolApplication;
import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes to a pool that is there already. */
class AttachToPoolTest {
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> entry.matches(".*(test-classes|HikariCP|h2|slf4j).*"))
          .collect(Collectors.joining(File.pathSeparator));

  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void itsGaugesAppearWithTheNextCall(Jdk jdk) throws Exception {
    Launch launch = Launch.java(jdk);
    if (jdk.version() >= 21) {
      launch.with("-XX:+EnableDynamicAgentLoading");
    }
    try (JavaProcess application =
        launch.with("-cp", CLASS_PATH, PoolApplication.class.getName()).start()) {
      application.awaitOut("ready");
      application.say("early");
      application.awaitOut("early valid true");
      assertThat(
              Launch.java(jdk, "-jar", Launch.AGENT.toString())
                  .with("attach", "" + application.pid(), "server.port=0")
                  .run()
                  .exitCode())
          .isZero();
      String console = application.awaitErr(Launch.RUNNING).group(1);

      application.say("late");
      application.awaitOut("late valid true");

      assertThat(Http.get(console + "metrics"))
          .contains("database_connections_max{database=\"shop\",pool=\"orders\"} 3")
          .contains("database_connections_active{database=\"shop\",pool=\"orders\"} 0");
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
  }
}
