// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import java.util.List;

/**
 * One picture. Immutable.
 *
 * @param description what it shows; may be empty
 * @param needs what must be there before it shows anything, one sentence; empty where every
 *     application that serves requests has it
 * @param from who brings its metrics if not the agent: {@code cAdvisor}; else empty
 * @param alert the alert whose runbook says what to do, or empty
 * @param page the console's page on the same thing, or empty
 * @param width columns of 24
 * @param height rows
 * @param targets at least one
 * @param thresholds from the lowest
 */
record Panel(
    String title,
    PanelType type,
    Unit unit,
    String description,
    String needs,
    String from,
    String alert,
    String page,
    int width,
    int height,
    List<Target> targets,
    List<Threshold> thresholds) {
  Panel {
    targets = List.copyOf(targets);
    thresholds = List.copyOf(thresholds);
  }

  /** All that is told about it. */
  String text() {
    return (description + (needs.isEmpty() ? "" : " " + needs)).strip();
  }

  /**
   * A query.
   *
   * @param expr PromQL with placeholders, see {@link Placeholders}
   * @param legend the name of a series, with labels in double braces; empty for all labels
   */
  record Target(String expr, String legend) {}

  /**
   * From where on a number is a colour.
   *
   * @param colour {@code green}, {@code yellow}, {@code orange} or {@code red}
   */
  record Threshold(double above, String colour) {}
}
