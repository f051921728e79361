// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options of dashboards. */
final class DashboardOptions {
  static final Option<String> FILES =
      Option.text(
          "dashboards.files",
          "",
          "Files with dashboards of your own, separated by commas; * and ? may stand in a file's"
              + " name. One with the id of one of the agent's takes its place.");

  static final Option<Boolean> PUSH =
      Option.flag(
          "dashboards.grafana.push",
          false,
          "Whether the agent sends its dashboards to Grafana when it starts.");

  static final Option<String> GRAFANA_URL =
      Option.url("dashboards.grafana.url", "Where Grafana is, to send it dashboards.")
          .alias("GRAFANA_URL");

  static final Option<String> API_KEY =
      Option.text(
              "dashboards.grafana.api-key",
              "",
              "Token of a service account of Grafana's that may write dashboards.")
          .alias("GRAFANA_API_KEY")
          .asSecret();

  static final Option<String> FOLDER =
      Option.text(
          "dashboards.grafana.folder",
          "obs-agent",
          "Title of the folder in Grafana that they come into; it is made if there is none.");

  static final List<Option<?>> ALL = List.of(FILES, PUSH, GRAFANA_URL, API_KEY, FOLDER);

  private DashboardOptions() {}
}
