// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.config.Option;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPrecedenceTest {
  @TempDir private File directory;
  private String arguments = "server.port=1";
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void giveAPortEverywhere() throws IOException {
    properties.setProperty("obs.server.port", "2");
    environment.put("OBS_SERVER_PORT", "3");
    environment.put("METRICS_PORT", "4");
    Files.writeString(new File(directory, "obs-agent.yaml").toPath(), "server:\n  port: 5\n");
  }

  @Test
  void agentArgumentsWinOverAll() {
    assertThat(port()).isEqualTo(1);
  }

  @Test
  void systemPropertiesWinOverTheEnvironment() {
    arguments = "";

    assertThat(port()).isEqualTo(2);
  }

  @Test
  void ownVariablesWinOverAliases() {
    arguments = "";
    properties.clear();

    assertThat(port()).isEqualTo(3);
  }

  @Test
  void aliasesWinOverTheFile() {
    arguments = "";
    properties.clear();
    environment.remove("OBS_SERVER_PORT");

    assertThat(port()).isEqualTo(4);
  }

  @Test
  void theFileWinsOverTheDefault() {
    arguments = "";
    properties.clear();
    environment.clear();

    assertThat(port()).isEqualTo(5);
  }

  @Test
  void theDefaultIsLast() {
    arguments = "config.file=none.yaml";
    properties.clear();
    environment.clear();

    assertThat(port()).isEqualTo(9464);
  }

  @Test
  void anInvalidValueGivesWayToTheNextSource() {
    arguments = "server.port=many";

    AgentConfig config = load();

    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(2);
    assertThat(config.findProblems())
        .containsExactly(
            "agent argument 'server.port': 'server.port' is 'many': expected a whole number");
  }

  @Test
  void anEmptyVariableIsUnset() {
    arguments = "";
    properties.clear();
    environment.put("OBS_SERVER_PORT", "");

    assertThat(port()).isEqualTo(4);
  }

  @Test
  void argumentsMayHoldListsAndQuotes() {
    Option<String> list = Option.text("a", "", "");
    Option<String> quoted = Option.text("b", "", "");
    arguments = "a=x,y,z,b='p=q,r',service.name=shop";

    AgentConfig config = load();

    assertThat(config.get(list)).isEqualTo("x,y,z");
    assertThat(config.get(quoted)).isEqualTo("p=q,r");
    assertThat(config.get(AgentOptions.SERVICE_NAME)).isEqualTo("shop");
  }

  @Test
  void dashesAndDotsAreUnderscoresInVariables() {
    environment.put("OBS_METRICS_MAX_SERIES", "7");

    assertThat(load().get(Option.number("metrics.max-series", 1, 0, 9, ""))).isEqualTo(7);
  }

  @Test
  void aTimeNeedsItsUnitAndItsBounds() {
    Option<Duration> wait = Option.duration("wait", "15s", "1s", "5m", "");
    for (String wrong : List.of("10m", "5", "5ms", "-1s", "1d", "s", "99999999999s", "1.5s")) {
      arguments = "wait=" + wrong;
      AgentConfig config = load();

      assertThat(config.get(wait)).as(wrong).hasSeconds(15);
      assertThat(config.findProblems())
          .containsExactly(
              "agent argument 'wait': 'wait' is '"
                  + wrong
                  + "': expected a duration from 1s to 5m, with its unit: ms, s, m or h");
    }
    arguments = "wait=5m";
    assertThat(load().get(wait)).hasMinutes(5);
  }

  @Test
  void aVariableOfOpenTelemetryCountsMilliseconds() {
    Option<Duration> wait =
        Option.duration("wait", "15s", "1s", "5m", "").aliasInMillis("OTEL_WAIT");
    environment.put("OTEL_WAIT", "2000");

    assertThat(load().get(wait)).hasSeconds(2);
  }

  @Test
  void anArgumentMayHoldPathsWithNumbers() {
    Option<String> rules = Option.text("sampling.rules", "", "");
    arguments = "sampling.rules=/a/**=1.0,/b=0,service.name=shop";

    AgentConfig config = load();

    assertThat(config.get(rules)).isEqualTo("/a/**=1.0,/b=0");
    assertThat(config.get(AgentOptions.SERVICE_NAME)).isEqualTo("shop");
    assertThat(config.findProblems()).isEmpty();
  }

  @Test
  void anArgumentThatIsGivenTwiceIsTold() {
    arguments = "service.name=a,service.name=b";

    AgentConfig config = load();

    assertThat(config.get(AgentOptions.SERVICE_NAME)).isEqualTo("b");
    assertThat(config.findProblems())
        .containsExactly("agent argument 'service.name' is given twice; the last counts");
  }

  private int port() {
    return load().get(SampleOptions.SERVER_PORT);
  }

  private AgentConfig load() {
    AgentConfig config = ConfigLoader.load(arguments, properties, environment, directory);
    config.register(SampleOptions.ALL);
    return config;
  }
}
