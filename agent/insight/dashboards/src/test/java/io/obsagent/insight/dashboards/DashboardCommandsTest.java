// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.spi.cli.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardCommandsTest {
  private static final String OWN =
      "{id: mine, title: Mine, panels: [{title: Orders, expr: 'rate(orders_total{$here}[$rate])'}]}";

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Command command, String... arguments) {
    out.reset();
    err.reset();
    return command.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesAllDashboardsAndTheUsers() throws IOException {
    Path own = Files.writeString(directory.resolve("mine.yml"), OWN);
    Path target = directory.resolve("grafana");

    assertThat(run(new DashboardCommands.Generate(), target.toString(), own.toString()))
        .isEqualTo(Command.OK);

    for (String id : Dashboards.SHIPPED) {
      assertThat(target.resolve(id + ".json")).isNotEmptyFile();
    }
    assertThat(target.resolve("mine.json"))
        .content()
        .contains(
            "rate(orders_total{job=~\\\"$job\\\", instance=~\\\"$instance\\\"}[$__rate_interval])");
    assertThat(target.resolve("provisioning/dashboards/obs-agent.yml")).isNotEmptyFile();
    assertThat(target.resolve("provisioning/datasources/obs-agent.yml")).isNotEmptyFile();
  }

  @Test
  void whatIsThereIsReplacedOnlyWhenThatIsAskedFor() throws IOException {
    Command command = new DashboardCommands.Generate();
    String target = directory.toString();
    assertThat(run(command, target)).isEqualTo(Command.OK);
    assertThat(run(command, target)).isEqualTo(Command.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("0 files written, ");
    Path changed = Files.writeString(directory.resolve("sla.json"), "{}");
    Files.delete(directory.resolve("system.json"));

    assertThat(run(command, target)).isEqualTo(Command.FINDINGS);

    assertThat(said()).contains("sla.json: is there and says otherwise", "--force");
    assertThat(changed).hasContent("{}");
    assertThat(directory.resolve("system.json")).doesNotExist();
    assertThat(run(command, "--force", target)).isEqualTo(Command.OK);
    assertThat(changed).content().contains("schemaVersion");
  }

  @Test
  void tellsWhatIsWrong() throws IOException {
    Command command = new DashboardCommands.Generate();
    assertThat(run(command)).isEqualTo(Command.USAGE);
    assertThat(run(command, "--nothing", directory.toString())).isEqualTo(Command.USAGE);
    assertThat(said()).contains("unknown flag '--nothing'");
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(run(command, file.resolve("below").toString())).isEqualTo(Command.UNREADABLE);
    assertThat(said()).contains("cannot be written");
    Path wrong = Files.writeString(directory.resolve("wrong.yml"), "{id: a, title: b}");
    assertThat(run(command, directory.resolve("x").toString(), wrong.toString()))
        .isEqualTo(Command.FINDINGS);
    assertThat(said()).contains("wrong.yml:1: ");
  }

  @Test
  void sendsThemToGrafana() throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    HttpServer grafana =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    grafana.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          boolean folder = exchange.getRequestURI().getPath().endsWith("/folders");
          exchange.sendResponseHeaders(!known ? 401 : folder ? 412 : 200, -1);
          exchange.close();
        });
    grafana.start();
    try {
      String url = "http://127.0.0.1:" + grafana.getAddress().getPort() + "/grafana";

      Map<String, String> environment = Map.of("GRAFANA_URL", url, "GRAFANA_API_KEY", "secret");
      assertThat(run(new DashboardCommands.Push(environment), "--console=http://shop:9464"))
          .isEqualTo(Command.OK);

      List<String> expected = new ArrayList<>(List.of("POST /grafana/api/folders"));
      Dashboards.SHIPPED.forEach(id -> expected.add("POST /grafana/api/dashboards/db"));
      assertThat(requests).isEqualTo(expected);
      assertThat(bodies.get(1).path("overwrite").asBoolean()).isTrue();
      assertThat(bodies.get(1).path("folderUid").asText()).isEqualTo("obs-agent");
      assertThat(bodies.get(1).path("dashboard").path("uid").asText()).isEqualTo("obs-overview");
      assertThat(bodies.get(1).toString()).contains("http://shop:9464");

      environment = Map.of("GRAFANA_URL", url, "GRAFANA_API_KEY", "wrong");
      assertThat(run(new DashboardCommands.Push(environment))).isEqualTo(Command.UNREADABLE);
      assertThat(said()).contains("GRAFANA_API_KEY is not a valid token").doesNotContain("wrong");
    } finally {
      grafana.stop(0);
    }
  }

  @Test
  void sendsNothingWithoutAnAddress() {
    assertThat(run(new DashboardCommands.Push(Map.of()))).isEqualTo(Command.USAGE);
    assertThat(said()).contains("the environment has no GRAFANA_URL");
    assertThat(run(new DashboardCommands.Push(Map.of("GRAFANA_URL", "nowhere"))))
        .isEqualTo(Command.USAGE);
  }
}
