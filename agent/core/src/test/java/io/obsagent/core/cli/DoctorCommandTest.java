// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.core.config.SampleOptions;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ConfigCommand config =
      new ConfigCommand(SampleOptions.ALL, List.of(), read -> {}, read -> {});
  private final Command doctor = new DoctorCommand(config, Map.of("OBS_SERVER_TOKEN", "secret"));

  private HttpServer agent;
  private String url;
  private volatile String answer = "";
  private volatile int status = 200;
  private volatile String sent = "";

  @BeforeEach
  void open() throws IOException {
    Problems.clear();
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/monitoring/doctor",
        exchange -> {
          sent = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
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

  private int run(Command command, String... arguments) {
    out.reset();
    err.reset();
    return command.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String findings(long time, String severity) {
    return "{\"time_ms\":"
        + time
        + ",\"findings\":[{\"severity\":\""
        + severity
        + "\",\"area\":\"traces\",\"text\":\"spans are sent nowhere\",\"remedy\":\"name one\"}]}";
  }

  @Test
  void tellsWhatTheAgentHasFound() {
    answer = findings(System.currentTimeMillis(), "error");
    assertThat(run(doctor, url)).isEqualTo(Command.FINDINGS);
    assertThat(said()).isEqualTo("error  traces: spans are sent nowhere – name one\n");
    assertThat(sent).isEqualTo("Bearer secret");

    answer = findings(System.currentTimeMillis(), "note");
    assertThat(run(doctor, "--json", url)).isEqualTo(Command.OK);
    assertThat(said())
        .isEqualTo(
            "{\"findings\":[{\"severity\":\"note\",\"area\":\"traces\",\"text\":\"spans are sent"
                + " nowhere\",\"remedy\":\"name one\"}]}\n");
  }

  @Test
  void comparesTheClocks() {
    answer = "{\"time_ms\":1000,\"findings\":[]}";
    assertThat(run(doctor, url)).isEqualTo(Command.FINDINGS);
    assertThat(said()).contains("error  clock: the agent's clock is ", " s behind the one here");
  }

  @Test
  void saysThatThereIsNoAgentToAsk() {
    status = 403;
    assertThat(run(doctor, url)).isEqualTo(Command.UNREADABLE);
    assertThat(said()).contains("wants a token").doesNotContain("secret");
    status = 404;
    assertThat(run(doctor, url)).isEqualTo(Command.UNREADABLE);
    status = 200;
    answer = "<html>";
    assertThat(run(doctor, url)).isEqualTo(Command.UNREADABLE);
    assertThat(said()).contains("does not answer as an agent does");
    agent.stop(0);
    assertThat(run(doctor, url)).isEqualTo(Command.UNREADABLE);
    assertThat(said()).contains("cannot be reached");
  }

  @Test
  void argumentsThatMakeNoSenseAreRefused() {
    assertThat(run(doctor, "--what")).isEqualTo(Command.USAGE);
    assertThat(run(doctor, "--url=nowhere")).isEqualTo(Command.USAGE);
    assertThat(run(new ValidateCommand(config), "--what")).isEqualTo(Command.USAGE);
  }

  @Test
  void validateTellsWhatIsWrongInAFile(@TempDir Path directory) throws IOException {
    Command validate = new ValidateCommand(config);
    Path file = Files.writeString(directory.resolve("obs.yaml"), "no.such.option: 1\n");

    assertThat(run(validate, file.toString())).isEqualTo(Command.FINDINGS);
    assertThat(said()).startsWith("error  configuration: ").contains("no.such.option");
    assertThat(run(validate, directory.resolve("none.yaml").toString()))
        .isEqualTo(Command.UNREADABLE);
    assertThat(run(validate, directory.toString())).isEqualTo(Command.UNREADABLE);
    Files.writeString(file, "");
    assertThat(run(validate, file.toString())).isEqualTo(Command.OK);
    assertThat(said()).isEqualTo("nothing was found\n");
  }

  @Test
  void triesTheReceiversOfAFileInAlertmanagersFormat(@TempDir Path directory) throws IOException {
    int closed = agent.getAddress().getPort();
    Path routes =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            "global: {smtp_smarthost: '127.0.0.1:"
                + closed
                + "'}\nreceivers:\n  - name: team\n    webhook_configs:\n      - url: http://127.0.0.1:"
                + closed
                + "/hook/secret\n        send_resolved: true\n"
                + "    slack_configs:\n      - api_url_file: "
                + Files.writeString(directory.resolve("url"), "http://127.0.0.1:" + closed + "/f")
                + "\nalertmanagers: ['http://127.0.0.1:"
                + closed
                + "/am']\n");
    Command validate = new ValidateCommand(config);
    String given = "alerting.alertmanager-file=" + routes;
    assertThat(run(validate, "--connect", given)).isEqualTo(Command.OK);

    agent.stop(0);
    assertThat(run(validate, "--connect", given)).isEqualTo(Command.FINDINGS);
    assertThat(said())
        .contains("alerting.alertmanager-file: 'team' url: 127.0.0.1:" + closed + " cannot be")
        .contains("alerting.alertmanager-file: smtp_smarthost: 127.0.0.1:" + closed)
        .contains("alerting.alertmanager-file: 'team' api_url_file: 127.0.0.1:" + closed)
        .contains("alerting.alertmanager-file: alertmanagers: 127.0.0.1:" + closed)
        .contains(" – does it run there, and is the port right?")
        .doesNotContain("secret");
  }

  @Test
  void triesTheChannelsOfTheConfiguration(@TempDir Path directory) throws IOException {
    String here = "127.0.0.1:" + agent.getAddress().getPort();
    Path file =
        Files.writeString(
            directory.resolve("obs-agent.yaml"),
            """
            alerting:
              channels:
                webhook: {url: "http://HERE/hook/secret"}
                slack: {webhook_url_env: HOOK}
                email: {smtp_host: 127.0.0.1, smtp_port: PORT, recipients: [a@example.com]}
                opsgenie: {enabled: false, url: "http://127.0.0.2:1/"}
                other: {url: "http://nobody.invalid/"}
            """
                .replace("HERE", here)
                .replace("PORT", here.substring(here.indexOf(':') + 1)));
    answer = findings(System.currentTimeMillis(), "note");
    Section<String> channels =
        new Section<>("alerting.channels", "Who is told.", "", false, "", (node, told) -> "");
    Command channelled =
        new DoctorCommand(
            new ConfigCommand(SampleOptions.ALL, List.of(channels), read -> {}, read -> {}),
            Map.of("HOOK", "http://" + here + "/slack/secret"));
    run(channelled, url, "config.file=" + file);
    assertThat(said()).contains("nobody.invalid").doesNotContain(here);

    agent.stop(0);
    run(channelled, url, "config.file=" + file);
    assertThat(said())
        .contains("alerting.channels: 'webhook' url: " + here + " cannot be reached")
        .contains("no such host – is the name right")
        .contains("alerting.channels: 'slack' webhook_url_env: " + here)
        .contains("alerting.channels: 'email' smtp_host: " + here)
        .doesNotContain("secret")
        .doesNotContain("127.0.0.2");
  }
}
