// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.core.config.SampleOptions;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.YamlValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupCommandTest {
  private static final String AGENT =
      """
      {"service":"shop","options":[
        {"key":"service.name","value":"shop","source":"property","place":"-Dobs.service.name"},
        {"key":"server.token","value":"***","source":"environment","place":"OBS_SERVER_TOKEN"},
        {"key":"server.host","value":"127.0.0.1","source":"default","place":""}],
       "modules":[{"name":"tomcat","sites":3},{"name":"jetty","sites":0}],
       "not_instrumented":["Thing\\nservice.name: other"],"exporters":[]}
      """;
  private static final String ROUTES =
      """
      {"data":{"result":[{"metric":{"route":"/orders/{id}","model":"gpt"},"value":[1,"0.12"]}]}}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ConfigCommand config =
      new ConfigCommand(SampleOptions.ALL, List.of(), read -> {}, read -> {});
  private final Command setup = new SetupCommand(config, Map.of());
  private final Map<String, String> answers = new HashMap<>();

  private HttpServer agent;
  private String url;

  @BeforeEach
  void open() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().getPath());
          byte[] body = (answer == null ? "" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agent.start();
    url = "--url=http://127.0.0.1:" + agent.getAddress().getPort();
  }

  @AfterEach
  void close() {
    agent.stop(0);
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return setup.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void proposesWhatFitsTheRunningApplication() throws Exception {
    answers.put("/monitoring/agent", AGENT);
    answers.put("/api/v1/query", ROUTES);
    answers.put(
        "/monitoring/health",
        "{\"services\":{\"redis cache:6379\":{\"kind\":\"redis\"},\"agent\":{\"status\":\"up\"}}}");

    assertThat(run(url, "-")).isEqualTo(Command.OK);

    assertThat(said())
        .contains("\nservice.name: \"shop\"\n")
        .contains("\n# Instrumented by now: tomcat.\n")
        .contains("\n#server.token_env: NAME_OF_A_VARIABLE\n")
        .contains("\n# /orders/{id}: 95 % within 120 ms\n")
        .contains(
            "#    - {name: \"orders-id-latency\", target: 99, route: \"/orders/{id}\", threshold:"
                + " 300ms}\n")
        .contains("#    - {name: \"redis cache:6379\", redis: \"cache:6379\"}\n")
        .contains("# Models that were called: gpt.\n");
    assertThat(YamlValue.parse(said()))
        .as("what holds before a '#' is deleted")
        .isEqualTo(Map.of("service.name", "shop"));
    assertThat(YamlValue.parse(said().replaceAll("(?m)^#(?=\\S| {2})", "")))
        .as("what holds once all are")
        .isInstanceOf(Map.class);
  }

  @Test
  void worksWithoutAnAgentAndReplacesNoFile(@TempDir Path directory) throws IOException {
    String file = directory.resolve("obs-agent.yaml").toString();
    agent.stop(0);

    assertThat(run(url, file)).isEqualTo(Command.UNREADABLE);
    assertThat(run("--url=nowhere", file)).isEqualTo(Command.USAGE);
    assertThat(run("--what", file)).isEqualTo(Command.USAGE);
    assertThat(Path.of(file)).doesNotExist();

    assertThat(run(file)).isEqualTo(Command.OK);
    assertThat(Files.readString(Path.of(file))).contains("service.name: ", "/orders/{id}");
    assertThat(run(file)).isEqualTo(Command.FINDINGS);
    assertThat(run("--force", file)).isEqualTo(Command.OK);
  }

  @Test
  void saysWhatAnswersThatIsNoAgent() {
    assertThat(run(url, "-")).isEqualTo(Command.UNREADABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("that is no agent");
  }
}
