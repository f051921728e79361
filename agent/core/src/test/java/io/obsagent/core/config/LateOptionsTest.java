// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that are made known only when somebody may mean one of them. */
class LateOptionsTest {
  private static final Option<Integer> LATE = Option.number("late.size", 3, 1, 5, "A size.");

  @TempDir File directory;

  private final Map<String, String> environment = new HashMap<>();
  private final Properties properties = new Properties();
  private int asked;

  private AgentConfig load(String arguments) {
    AgentConfig config = ConfigLoader.load(arguments, properties, environment, directory);
    config.registerLater(
        () -> {
          asked++;
          config.register(List.of(LATE));
        });
    return config;
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.toPath().resolve("obs-agent.yaml"), yaml);
  }

  @Test
  void nobodyIsAskedWhileAllThatIsGivenIsKnown() throws IOException {
    write("log:\n  level: warn\n");
    properties.put("obs.enabled", "true");
    environment.put("OBS_METRICS_ENABLED", "false");

    assertThat(load("enabled=true").findProblems()).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void aListOfAllHasThem() {
    assertThat(load(null).effective()).extracting(OptionValue::key).contains("late.size");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aWrongValueIsToldWhereverItIsGiven() throws IOException {
    assertThat(load("late.size=9").findProblems()).singleElement().asString().contains("1 to 5");
    properties.put("obs.late.size", "9");
    assertThat(load(null).findProblems()).singleElement().asString().contains("1 to 5");
    properties.clear();
    environment.put("OBS_LATE_SIZE", "9");
    assertThat(load(null).findProblems()).singleElement().asString().contains("1 to 5");
    environment.clear();
    write("late:\n  size: 9\n");
    assertThat(load(null).findProblems()).singleElement().asString().contains("1 to 5");
  }

  @Test
  void aSpellingMistakeComesWithWhatWasMeant() {
    properties.put("obs.late.sise", "2");
    assertThat(load(null).findProblems())
        .containsExactly("-Dobs.late.sise: unknown option 'late.sise' – did you mean 'late.size'?");
    properties.clear();
    environment.put("OBS_LATE_SISE", "2");
    assertThat(load(null).findProblems())
        .containsExactly("OBS_LATE_SISE: unknown variable – did you mean 'OBS_LATE_SIZE'?");
  }

  @Test
  void aFileThatIsChangedIsReadWithThem() throws IOException {
    write("log:\n  level: warn\n");
    AgentConfig config = load(null);
    config.reportProblems();

    write("late:\n  size: 9\n");
    config.reload();

    assertThat(config.problems()).singleElement().asString().contains("1 to 5");
    assertThat(config.get(LATE)).isEqualTo(3);
  }
}
