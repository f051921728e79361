// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.logs.levels.Levels;
import io.obsagent.logs.levels.TestControl;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.logs.Severity;
import io.obsagent.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelRoutesTest {
  private final Levels levels = new Levels(() -> 0, event -> {});
  private final TestControl logback = new TestControl("logback");
  private final Map<String, Handler> routes = new HashMap<>();
  private final Map<String, Access> access = new HashMap<>();

  LevelRoutesTest() {
    new LevelRoutes(levels)
        .add(
            (method, path, who, handler) -> {
              routes.put(method, handler);
              access.put(method, who);
            });
  }

  private String call(String method, String name, String body, Map<String, List<String>> query)
      throws Exception {
    Request request =
        new Request(
            method,
            "/monitoring/loggers",
            query,
            Map.of(),
            Map.of("name", name),
            body.getBytes(StandardCharsets.UTF_8));
    Response response = routes.get(method).handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return response.status() + " " + out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void levelsAreShownAndSet() throws Exception {
    assertThat(call("POST", "ROOT", "{\"level\": \"debug\"}", Map.of())).startsWith("404 ");
    levels.register(this, logback);
    assertThat(call("POST", "com.acme", "{\"level\": \"debug\", \"for\": \"10m\"}", Map.of()))
        .isEqualTo("200 {\"name\":\"com.acme\",\"level\":\"DEBUG\",\"for\":\"10m\",\"changed\":1}");
    call("POST", "root", "", Map.of("level", List.of("warn")));

    assertThat(call("GET", "", "", Map.of("q", List.of("ACME"))))
        .matches(
            "200 \\{\"loggers\":\\[\\{\"name\":\"com.acme\",\"framework\":\"logback\","
                + "\"level\":\"DEBUG\",\"effective\":\"DEBUG\",\"until\":\"[0-9T:Z-]+\"}],"
                + "\"omitted\":0}");
    assertThat(call("GET", "", "", Map.of("q", List.of("root"))))
        .contains("\"name\":\"ROOT\"", "\"level\":\"WARN\"", "\"until\":null");
    assertThat(call("POST", "com.acme", "{\"level\": null}", Map.of()))
        .isEqualTo("200 {\"name\":\"com.acme\",\"level\":null,\"for\":null,\"changed\":1}");
    assertThat(logback.level("com.acme")).isNull();
    assertThat(access).isEqualTo(Map.of("GET", Access.READ, "POST", Access.WRITE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\": \"loud\"}",
        "{\"level\": \"debug\", \"for\": \"soon\"}",
        "{\"level\": \"debug\", \"for\": \"25h\"}",
        "{\"level\": [1]}",
        "{\"level\": ",
        "{]"
      })
  void badInputIsRefused(String body) {
    levels.register(this, logback);

    assertThatThrownBy(() -> call("POST", "a", body, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(logback.level("a")).isNull();
  }

  @Test
  void theFileNamesLoggersAndTheirLevels() throws Exception {
    ConfigNode node =
        YamlReader.read("obs-agent.yaml", "com.acme: debug\nroot: WARNING\nx: loud\ny: [1]\n")
            .root();
    List<String> problems = new ArrayList<>();

    assertThat(LevelOptions.parse(node, problems::add))
        .isEqualTo(Map.of("com.acme", Severity.DEBUG, "", Severity.WARN));
    assertThat(problems)
        .containsExactly(
            "obs-agent.yaml:3: the level of 'x' must be trace, debug, info, warn, error, fatal or"
                + " off",
            "obs-agent.yaml:4: the level of 'y' must be trace, debug, info, warn, error, fatal or"
                + " off");
  }

  @Test
  void theRootsLevelIsOneOfTheFileOrTheEnvironment() {
    TestConfig config = new TestConfig();
    assertThat(LevelOptions.of(config)).isEmpty();
    config.with(LevelOptions.ROOT, "Critical").with(LevelOptions.LEVELS, Map.of("a", Severity.OFF));
    assertThat(LevelOptions.of(config)).isEqualTo(Map.of("", Severity.FATAL, "a", Severity.OFF));
    assertThat(LevelOptions.ROOT.aliases()).containsExactly("LOG_LEVEL");
  }
}
