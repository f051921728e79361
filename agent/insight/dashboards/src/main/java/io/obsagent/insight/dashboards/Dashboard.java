// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import java.util.List;

/**
 * Panels about one thing. Immutable.
 *
 * @param id part of addresses and names of files: letters, digits, {@code -} and {@code _}
 * @param refresh how often it is drawn anew: {@code 30s}
 * @param range how far it looks back: {@code 1h}
 * @param variables beside {@code job} and {@code instance}, which all have
 */
record Dashboard(
    String id,
    String title,
    String description,
    List<String> tags,
    String refresh,
    String range,
    List<Variable> variables,
    List<Section> sections) {
  Dashboard {
    tags = List.copyOf(tags);
    variables = List.copyOf(variables);
    sections = List.copyOf(sections);
  }

  List<Panel> panels() {
    return sections.stream().flatMap(section -> section.panels().stream()).toList();
  }

  /**
   * Panels under a heading.
   *
   * @param title may be empty
   */
  record Section(String title, List<Panel> panels) {
    Section {
      panels = List.copyOf(panels);
    }
  }

  /**
   * What a reader may choose some of: the values that a label has.
   *
   * @param metric a metric with the label
   */
  record Variable(String name, String label, String metric) {}
}
