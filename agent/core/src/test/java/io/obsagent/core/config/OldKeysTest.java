// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.config.Option;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldKeysTest {
  private static final Option<Duration> INTERVAL =
      Option.duration("evaluation.interval", "15s", "1s", "5m", "How often.");
  private static final Option<String> PROMETHEUS = Option.url("prometheus.url", "Where.");
  private static final Option<String> GRAFANA = Option.url("dashboards.grafana.url", "Where.");
  private static final Option<String> API_KEY =
      Option.text("dashboards.grafana.api-key", "", "A token.").asSecret();
  private static final Option<String> FOLDER =
      Option.text("dashboards.grafana.folder", "obs-agent", "A title.");
  private static final Option<Boolean> PUSH =
      Option.flag("dashboards.grafana.push", false, "Whether.");
  private static final Option<String> FILES = Option.text("dashboards.files", "", "Which.");

  @TempDir private File directory;

  @Test
  void oldSpellingsAreReadAsTodaysOptionsAndToldOnce() throws IOException {
    AgentConfig config =
        load(
            """
            monitoring:
              metrics:
                prometheus:
                  host: prometheus
                  port: 9091
                  scrape_interval: 30s
                  retention: 30d
              dashboards:
                grafana:
                  host: grafana
                  api_key_env: THE_KEY
                  default_folder: Operations
                auto_provisioning:
                  enabled: true
                  dashboard_paths: [executive.json, operational.json]
            """);

    assertThat(config.get(PROMETHEUS)).isEqualTo("http://prometheus:9091");
    assertThat(config.get(INTERVAL)).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.get(GRAFANA)).isEqualTo("http://grafana:3000");
    assertThat(config.get(API_KEY)).isEqualTo("glsa");
    assertThat(config.get(FOLDER)).isEqualTo("Operations");
    assertThat(config.get(PUSH)).isTrue();
    assertThat(config.get(FILES)).isEqualTo("executive.json,operational.json");
    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:4: 'monitoring.metrics.prometheus.host' is deprecated, write"
                + " 'prometheus.url'",
            "obs-agent.yaml:10: 'monitoring.dashboards.grafana.host' is deprecated, write"
                + " 'dashboards.grafana.url'",
            "obs-agent.yaml:6: 'monitoring.metrics.prometheus.scrape_interval' is deprecated, write"
                + " 'evaluation.interval'",
            "obs-agent.yaml:7: 'monitoring.metrics.prometheus.retention' does not count: series"
                + " stay as long as 'series.memory-mb' and 'series.disk-mb' have room for them",
            "obs-agent.yaml:11: 'monitoring.dashboards.grafana.api_key_env' is deprecated, write"
                + " 'dashboards.grafana.api-key_env'",
            "obs-agent.yaml:12: 'monitoring.dashboards.grafana.default_folder' is deprecated, write"
                + " 'dashboards.grafana.folder'",
            "obs-agent.yaml:14: 'monitoring.dashboards.auto_provisioning.enabled' is deprecated,"
                + " write 'dashboards.grafana.push'",
            "obs-agent.yaml:15: 'monitoring.dashboards.auto_provisioning.dashboard_paths' is"
                + " deprecated, write 'dashboards.files'");
  }

  @Test
  void todaysNamesWinAndWhatNobodyKnowsIsUnknown() throws IOException {
    AgentConfig config =
        load(
            """
            monitoring.dashboards:
              grafana: {default_folder: Old, port: 3000, colour: red}
            dashboards.grafana.folder: New
            """);

    assertThat(config.get(FOLDER)).isEqualTo("New");
    assertThat(config.findProblems())
        .containsExactly(
            "obs-agent.yaml:2: 'monitoring.dashboards.grafana.port' does not count without a host",
            "obs-agent.yaml:2: 'monitoring.dashboards.grafana.default_folder' is deprecated, write"
                + " 'dashboards.grafana.folder'; obs-agent.yaml:3 has that, and counts",
            "obs-agent.yaml:2: unknown option 'monitoring.dashboards.grafana.colour'");
  }

  @Test
  void aValueIsCheckedAsThatOfTheOption() throws IOException {
    AgentConfig config = load("monitoring.metrics.prometheus.scrape_interval: 1h\n");

    assertThat(config.get(INTERVAL)).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.findProblems())
        .anyMatch(each -> each.contains("'evaluation.interval' is '1h': expected a duration"));
  }

  private AgentConfig load(String text) throws IOException {
    Files.writeString(new File(directory, "obs-agent.yaml").toPath(), text);
    Map<String, String> environment = Map.of("THE_KEY", "glsa");
    AgentConfig config = ConfigLoader.load(null, new Properties(), environment, directory);
    config.register(List.of(INTERVAL, PROMETHEUS, GRAFANA, API_KEY, FOLDER, PUSH, FILES));
    return config;
  }
}
