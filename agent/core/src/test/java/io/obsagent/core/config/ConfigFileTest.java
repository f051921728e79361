// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.export.ExportOptions;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final Option<String> ENDPOINT =
      Option.text("exporter.jaeger.endpoint", "", "Where to.");

  @TempDir private File directory;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void anUnknownKeyIsToldWithPlaceAndSuggestionAndTheRestCounts() throws IOException {
    AgentConfig config =
        load(
            """
            service:
              name: shop
            exporter:
              jaeger:
                endpont: http://localhost:14268
            server.port: 1234
            """);
    config.register(List.of(ENDPOINT));

    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:5: unknown option 'exporter.jaeger.endpont'"
                + " – did you mean 'exporter.jaeger.endpoint'?");
    assertThat(config.get(AgentOptions.SERVICE_NAME)).isEqualTo("shop");
    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(1234);
  }

  @Test
  void anInvalidValueIsToldWithItsLine() throws IOException {
    AgentConfig config = load("# port\nserver:\n  port: 99999\n");

    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(9464);
    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:3: 'server.port' is '99999': expected a number from 0 to 65535");
  }

  @Test
  void aKeyThatIsGivenTwiceIsTold() throws IOException {
    AgentConfig config = load("server:\n  port: 1\nserver.port: 2\n");

    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(2);
    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:3: 'server.port' is given more than once; obs-agent.yaml:3 counts");
  }

  @Test
  void aTreeIsNoValue() throws IOException {
    assertThat(load("server.host: [{a: b}]\n").findProblems())
        .containsExactly("obs-agent.yaml:1: 'server.host' takes values, no tree");
  }

  @Test
  void aDirectoryOfThatNameIsTold() {
    assertThat(new File(directory, "obs-agent.yaml").mkdir()).isTrue();

    assertThat(ConfigLoader.load(null, new Properties(), environment, directory).findProblems())
        .containsExactly("obs-agent.yaml: is a directory; the options go into a file of that name");
  }

  @Test
  void aNameThatNothingHasIsToldWhereverItStands() throws IOException {
    environment.put("OBS_INSTRUMENTATION_TOMKAT_ENABLED", "false");
    AgentConfig config =
        load(
            """
            traces.exporter: jaeger, foo
            instrumentation.jdbcc.enabled: false
            instrumentation.tomcat.enabled: false
            """);
    config.register(ExportOptions.all());
    config.registerNames(ExportOptions.EXPORTER, List.of("auto", "jaeger"));
    config.registerNames(AgentOptions.MODULE_ENABLED, List.of("jdbc", "tomcat"));

    assertThat(config.findProblems())
        .containsExactly(
            "OBS_INSTRUMENTATION_TOMKAT_ENABLED: unknown variable – did you mean"
                + " 'OBS_INSTRUMENTATION_TOMCAT_ENABLED'?",
            "obs-agent.yaml:2: unknown option 'instrumentation.jdbcc.enabled' – did you mean"
                + " 'instrumentation.jdbc.enabled'?",
            "obs-agent.yaml:1: 'traces.exporter' names 'foo', which there is not; there are auto,"
                + " jaeger");
  }

  @Test
  void anOptionThatIsReadBeforeTheFileDoesNotCountInIt() throws IOException {
    assertThat(load("config.file: other.yaml\nextensions: x.jar\n").findProblems())
        .containsExactly(
            "obs-agent.yaml:2: 'extensions' does not count here; give it as -Dobs.extensions",
            "obs-agent.yaml:1: 'config.file' does not count here; give it as -Dobs.config.file");
  }

  @Test
  void aPasswordInAnAddressIsShownNowhere() throws IOException {
    AgentConfig config =
        load("server.host: http://ada:geheim@host/\nserver.port: x://a:geheim@b\n");

    assertThat(config.findProblems().toString() + config.effective())
        .doesNotContain("geheim")
        .contains("http://********@host/");
  }

  @Test
  void keysMayBeNestedDottedOrBoth() throws IOException {
    AgentConfig config = load("exporter.jaeger:\n  endpoint: here\nserver: {host: localhost}\n");

    assertThat(config.get(ENDPOINT)).isEqualTo("here");
    assertThat(config.get(SampleOptions.SERVER_HOST)).isEqualTo("localhost");
    assertThat(config.findProblems()).isEmpty();
  }

  @Test
  void aListOfValuesIsAValueWithCommas() throws IOException {
    assertThat(load("traces.exporter: [jaeger, otlp]\n").get(ExportOptions.EXPORTER))
        .containsExactly("jaeger", "otlp");
  }

  @Test
  void brokenYamlIsToldWithItsLineAndTheDefaultsCount() throws IOException {
    AgentConfig config = load("server:\n  port: 1\n bad: [\n");

    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(9464);
    assertThat(config.findProblems()).hasSize(1);
    assertThat(config.findProblems().get(0))
        .startsWith("obs-agent.yaml:3: ")
        .endsWith("; the file does not count");
  }

  @Test
  void wrongFilesOfEverySortAreSurvived() throws IOException {
    String bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c < 'j'; c++) {
      String one = "*" + (char) (c - 1);
      bomb += c + ": &" + c + " [" + (one + ",").repeat(9) + one + "]\n";
    }
    for (String yaml :
        List.of(
            "just text",
            "- a\n- b\n",
            "a: &a [*a]",
            bomb,
            "\0",
            "? [x]\n: y\n",
            "a: !!x b",
            "[".repeat(200_000),
            "%YAML 9",
            "a: 1\n---\nb: 2\n")) {
      AgentConfig config = load(yaml);

      assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(9464);
      assertThat(config.findProblems()).as(yaml.substring(0, 1)).hasSizeBetween(1, 50);
    }
  }

  @Test
  void anEmptyFileAndNoFileAreFine() throws IOException {
    assertThat(load("# nothing\n").findProblems()).isEmpty();
    assertThat(load(null).findProblems()).isEmpty();
  }

  @Test
  void aFileThatIsNamedMustExist() {
    AgentConfig config =
        ConfigLoader.load("config.file=x.yaml", new Properties(), environment, directory);

    assertThat(config.findProblems())
        .containsExactly(
            "agent argument 'config.file': there is no file "
                + new File(directory, "x.yaml")
                + "; create it or correct it");
  }

  @Test
  void aSecretComesFromAVariableOrAFileAndIsMasked() throws IOException {
    environment.put("MY_TOKEN", "s3cret");
    File file = new File(directory, "token");
    Files.writeString(file.toPath(), "fr0m-file\n");

    AgentConfig byVariable = load("server:\n  token_env: MY_TOKEN\n");
    AgentConfig byFile = load("server:\n  token_file: " + file + "\n");

    assertThat(byVariable.get(SampleOptions.SERVER_TOKEN)).isEqualTo("s3cret");
    assertThat(byFile.get(SampleOptions.SERVER_TOKEN)).isEqualTo("fr0m-file");
    assertThat(byVariable.findProblems()).isEmpty();
    assertThat(byVariable.effective().toString()).contains("********").doesNotContain("s3cret");
    assertThat(byFile.effective().toString()).doesNotContain("fr0m-file");
  }

  @Test
  void aSecretThatCannotBeFetchedIsToldWithoutItsValue() throws IOException {
    AgentConfig config = load("server.token_env: ABSENT\n");

    assertThat(config.get(SampleOptions.SERVER_TOKEN)).isEmpty();
    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:1: 'server.token': the environment has no variable ABSENT");
  }

  @Test
  void aFamilyCoversItsMembers() throws IOException {
    Option<Boolean> family = Option.flag("instrumentation.<name>.enabled", true, "On or off.");
    AgentConfig config =
        load("instrumentation:\n  jedis:\n    enabled: false\n  jdbc.enable: true\n");
    config.register(List.of(family));

    assertThat(config.get(family.at("jedis"))).isFalse();
    assertThat(config.get(family.at("jdbc"))).isTrue();
    assertThat(config.findProblems()).hasSize(1);
    assertThat(config.findProblems().get(0))
        .startsWith("obs-agent.yaml:4: unknown option 'instrumentation.jdbc.enable'");
  }

  @Test
  void aSectionIsReadByItsOwner() throws IOException {
    Section<Integer> rules =
        new Section<>("alerting.rules", "Rules.", "", true, 0, ConfigFileTest::size);
    AgentConfig config = load("alerting:\n  rules:\n    - name: a\n      expr: up == 0\n    - b\n");
    config.registerSections(List.of(rules));

    assertThat(config.get(rules)).isEqualTo(2);
    assertThat(config.findProblems()).isEmpty();
  }

  @Test
  void aWrongSectionIsToldAndDoesNotCount() throws IOException {
    Section<Integer> rules =
        new Section<>("alerting.rules", "Rules.", "", true, 0, ConfigFileTest::size);
    AgentConfig config = load("alerting:\n  rules: none\n");

    assertThat(config.get(rules)).isZero();
    assertThat(config.findProblems()).containsExactly("obs-agent.yaml:2: expected a list");
  }

  @Test
  void everyOptionIsShownWithItsSource() throws IOException {
    AgentConfig config = load("server:\n  port: 1\n");

    OptionValue port = find(config, "server.port");
    OptionValue host = find(config, "server.host");
    assertThat(port.value() + " " + port.source() + " " + port.place())
        .isEqualTo("1 file obs-agent.yaml:2");
    assertThat(host.value() + " " + host.source()).isEqualTo("127.0.0.1 default");
  }

  @Test
  void onlyVariablesThatLookLikeOursAreUnknown() throws IOException {
    environment.put("OBS_STUDIO_HOME_DIRECTORY", "x");
    environment.put("OBS_SERVER_PROT", "1");

    assertThat(load(null).findProblems())
        .containsExactly("OBS_SERVER_PROT: unknown variable – did you mean 'OBS_SERVER_PORT'?");
  }

  private static OptionValue find(AgentConfig config, String key) {
    return config.effective().stream().filter(o -> o.key().equals(key)).findFirst().orElseThrow();
  }

  private static int size(ConfigNode node, Consumer<String> problems) {
    if (node instanceof ConfigNode.Sequence sequence) {
      return sequence.items().size();
    }
    throw new IllegalArgumentException(node.place() + ": expected a list");
  }

  private AgentConfig load(String yaml) throws IOException {
    File file = new File(directory, "obs-agent.yaml");
    if (yaml != null) {
      Files.writeString(file.toPath(), yaml);
    } else {
      Files.deleteIfExists(file.toPath());
    }
    AgentConfig config = ConfigLoader.load(null, new Properties(), environment, directory);
    config.register(SampleOptions.ALL);
    return config;
  }
}
