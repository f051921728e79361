// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All dashboards that there are: those that come with the agent, and the user's. */
final class Dashboards {
  /** What comes with the agent, in the order in which a reader meets it. */
  static final List<String> SHIPPED =
      List.of(
          "overview",
          "application",
          "operational",
          "performance",
          "system-overview",
          "system-health",
          "infrastructure",
          "system",
          "database",
          "agent-specific",
          "sla",
          "executive",
          "compliance",
          "cicd_overview",
          "workflow-metrics",
          "business");

  private Dashboards() {}

  /** One of those that come with the agent. */
  static Dashboard shipped(String id) {
    String file = id + ".yml";
    try (InputStream in = Dashboards.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file + "; build it anew");
      }
      return DashboardReader.read(YamlReader.read(file, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (YamlException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * By their ids; a user's takes the place of one of the agent's with the same id.
   *
   * @param files of the user
   * @param problems takes what is wrong with a file, which is left out
   */
  static Map<String, Dashboard> all(List<File> files, Consumer<String> problems) {
    Map<String, Dashboard> all = new LinkedHashMap<>();
    for (String id : SHIPPED) {
      all.put(id, shipped(id));
    }
    for (Dashboard own : read(files, problems)) {
      all.put(own.id(), own);
    }
    return all;
  }

  /** The user's alone. */
  static List<Dashboard> read(List<File> files, Consumer<String> problems) {
    Map<String, Dashboard> read = new LinkedHashMap<>();
    for (File file : files) {
      try {
        Dashboard dashboard = DashboardReader.read(YamlReader.read(file.toPath()));
        if (read.putIfAbsent(dashboard.id(), dashboard) != null) {
          problems.accept(file + ": there is a dashboard '" + dashboard.id() + "' before it");
        }
      } catch (YamlException e) {
        e.problems().forEach(problems);
      } catch (IOException e) {
        problems.accept(file + ": cannot be read: " + Unreadable.reason(e));
      }
    }
    return new ArrayList<>(read.values());
  }
}
