// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import java.util.Locale;

/** How a panel shows its numbers. */
enum PanelType {
  /** Lines over time. */
  TIMESERIES("timeseries", 8, 12),
  /** The same, under the name that it once had. */
  GRAPH("timeseries", 8, 12),
  /** One number, or one for each series, with its course behind it. */
  STAT("stat", 5, 6),
  /** One number on a scale. */
  GAUGE("gauge", 5, 6),
  /** Colours over time: a row for each bucket, or for each series. */
  HEATMAP("heatmap", 8, 12),
  /** A bar for each bucket, of now. */
  HISTOGRAM("bargauge", 8, 12),
  /** A row for each series, of now. */
  TABLE("table", 8, 12);

  /** The plug-in of Grafana's that draws it. */
  final String grafana;

  /** Rows that it takes, unless the panel says so itself. */
  final int height;

  /** Columns of 24 that it takes, unless the panel says so itself. */
  final int width;

  PanelType(String grafana, int height, int width) {
    this.grafana = grafana;
    this.height = height;
    this.width = width;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether only the newest value counts. */
  boolean isInstant() {
    return this == HISTOGRAM || this == TABLE;
  }
}
