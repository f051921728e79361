// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.files.FilePaths;
import io.obsagent.yaml.Unreadable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Dashboards as files for Grafana, and what it needs to find them. */
public final class DashboardFiles {
  private DashboardFiles() {}

  /**
   * All dashboards for Grafana, by the names of their files.
   *
   * @param own files, directories and patterns of the user's dashboards
   * @param console where people reach the agent, for links
   * @param problems takes what is wrong with a file of the user's, which is left out
   */
  public static Map<String, String> json(
      List<String> own, String console, Consumer<String> problems) {
    Map<String, String> files = new LinkedHashMap<>();
    Dashboards.all(found(own, problems), problems)
        .forEach(
            (id, dashboard) ->
                files.put(
                    id + ".json", IndentedJson.of(GrafanaDashboard.write(dashboard, console))));
    return files;
  }

  static List<File> found(List<String> arguments, Consumer<String> problems) {
    List<File> files = new ArrayList<>();
    for (String argument : arguments) {
      try {
        List<Path> found = FilePaths.find(argument);
        found.forEach(path -> files.add(path.toFile()));
        if (found.isEmpty()) {
          problems.accept(argument + ": there is no dashboard (.yml, .yaml)");
        }
      } catch (IOException | UncheckedIOException | InvalidPathException e) {
        problems.accept(argument + ": cannot be read: " + Unreadable.reason(e));
      }
    }
    return files;
  }

  /**
   * What makes Grafana read dashboards from a directory.
   *
   * @param directory as Grafana sees it
   */
  public static String provider(String directory) {
    return """
        # Dashboards of obs-agent. Goes into provisioning/dashboards of Grafana.
        apiVersion: 1
        providers:
          - name: obs-agent
            folder: obs-agent
            type: file
            # Changes in Grafana's pages are kept in its database; files win when they change.
            allowUiUpdates: true
            disableDeletion: false
            updateIntervalSeconds: 10
            options:
              path: %s
        """
        .formatted(directory);
  }

  /**
   * What makes Prometheus, or an agent, a data source of Grafana's.
   *
   * @param url as Grafana sees it
   */
  public static String dataSource(String url) {
    return """
        # Where the dashboards of obs-agent have their numbers from: a Prometheus that scrapes the
        # agents, or one agent, whose port answers the same queries: http://HOST:9464
        apiVersion: 1
        datasources:
          - name: Prometheus
            uid: obs-prometheus
            type: prometheus
            access: proxy
            url: %s
            isDefault: true
            jsonData:
              timeInterval: 15s
              httpMethod: POST
        """
        .formatted(url);
  }
}
