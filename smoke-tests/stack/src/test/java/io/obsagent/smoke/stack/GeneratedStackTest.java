// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.obsagent.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the generated files scrapes a shop's agent. */
class GeneratedStackTest {
  @Test
  void prometheusScrapesTheAgentAndFillsTheDashboards(@TempDir Path directory) throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> new File(path, "prometheus").canExecute());
    if (!there) {
      System.out.println("skipped: generated files in a real Prometheus: it is not on the path");
    }
    assumeTrue(there, "'prometheus' is not on the path");
    try (Shop shop = Shop.open(directory)) {
      generate(shop, directory);
      String prometheus = Ports.serve(port -> start(shop, directory, port));

      Shop.await(
          () -> Shop.series(prometheus, "up{job=\"shop\"} == 1") == 1 ? "up" : "",
          () -> "the agent is not scraped: " + targets(prometheus));
      List<String> empty = new ArrayList<>();
      Shop.await(
          () -> {
            empty.clear();
            for (String query :
                queries(directory.resolve("stack/grafana/dashboards/overview.json"))) {
              if (Shop.series(prometheus, query) == 0) {
                empty.add(query);
              }
            }
            return empty.isEmpty() ? "all" : "";
          },
          () -> "no data in Prometheus for " + empty);
      Shop.await(
          () -> Shop.series(prometheus, "ALERTS{alertname=\"Watchdog\"}") > 0 ? "fires" : "",
          () -> "the rules are not evaluated");
      assertThat(Shop.text(prometheus + "/api/v1/rules"))
          .contains("http://localhost:9464/monitoring/runbooks/HighErrorRate")
          .doesNotContain("\"health\":\"err\"");
    }
  }

  private static void generate(Shop shop, Path directory) throws Exception {
    Path log = directory.resolve("generate.log");
    Process generate =
        shop.launch(
            log,
            System.getProperty("java.home") + "/bin/java",
            "-jar",
            System.getProperty("agent.jar"),
            "generate",
            "stack",
            "--service=shop",
            "--agent=" + URI.create(shop.agent()).getAuthority(),
            directory.resolve("stack").toString());
    assertThat(generate.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(generate.exitValue()).as(Files.readString(log)).isZero();
    Path config = directory.resolve("stack/prometheus/prometheus.yml");
    // What else belongs to the stack is not here; nobody shall be asked for its names.
    String nobody = "127.0.0.1:" + Ports.closed();
    Files.writeString(
        config,
        Files.readString(config)
            .replace("15s", "1s")
            .replace("alertmanager:9093", nobody)
            .replace("node-exporter:9100", nobody)
            .replace("cadvisor:8080", nobody));
  }

  private static String start(Shop shop, Path directory, int port) throws IOException {
    Path log = directory.resolve("prometheus.log");
    String url = "http://127.0.0.1:" + port;
    Process process =
        shop.launch(
            log,
            "prometheus",
            "--config.file=" + directory.resolve("stack/prometheus/prometheus.yml"),
            "--enable-feature=exemplar-storage",
            "--storage.tsdb.path=" + directory.resolve("data-" + port),
            "--web.listen-address=127.0.0.1:" + port);
    try {
      Shop.await(
          () -> {
            if (!process.isAlive()) {
              throw new IOException(Files.readString(log));
            }
            try {
              return Shop.text(url + "/-/ready").contains("Ready") ? "ready" : "";
            } catch (ConnectException notYet) {
              return "";
            }
          },
          () -> "Prometheus does not start: " + log);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
    return url;
  }

  private static String targets(String prometheus) {
    try {
      return Shop.text(prometheus + "/api/v1/targets");
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** Of panels that need nothing, as Grafana would ask them. */
  private static List<String> queries(Path dashboard) throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : Shop.JSON.readTree(dashboard.toFile()).path("panels")) {
      if (!panel.path("description").asText().contains("Needs ")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              target
                  .path("expr")
                  .asText()
                  .replace("$__rate_interval", "10s")
                  .replaceAll("\\$(job|instance)", ".*"));
        }
      }
    }
    return queries;
  }
}
