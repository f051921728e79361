// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objectives that come with the agent, for whoever names them. */
final class Defaults {
  private static final Map<String, String> ALL =
      new TreeMap<>(
          Map.of(
              "response-time",
              """
              name: response-time
              type: latency
              threshold: 1s
              target: 95
              description: 95 % of all requests are answered within a second
              """,
              "errors",
              """
              name: errors
              type: error_rate
              max_percent: 1
              description: less than 1 % of all requests fail
              """,
              "ai-success",
              """
              name: ai-success
              type: business
              good: ai_requests_total{status=~"success|ok|2.."}
              total: ai_requests_total
              target: 95
              description: 95 % of the calls to AI models succeed
              """,
              "workflow-success",
              """
              name: workflow-success
              type: business
              bad: workflow_executions_total{status=~"fail.*|error"}
              total: workflow_executions_total
              target: 95
              description: 95 % of the workflow executions succeed
              """,
              "deployment-success",
              """
              name: deployment-success
              type: business
              good: deployment_attempts_total{status="success"}
              total: deployment_attempts_total
              target: 95
              period: 90d
              description: 95 % of the deployments succeed
              """,
              "availability",
              """
              name: availability
              target: 99.9
              description: 99.9 % of all requests are answered
              """));

  private Defaults() {}

  /**
   * @param problems takes names that nobody knows
   */
  static List<Objective> named(List<String> names, List<String> problems) {
    List<Objective> found = new ArrayList<>();
    for (String name : names) {
      String yaml = ALL.get(name);
      if (yaml == null) {
        problems.add(
            "slo.defaults: there is no '"
                + name
                + "'; there are "
                + String.join(", ", ALL.keySet()));
      } else {
        found.add(objective(name, yaml));
      }
    }
    return found;
  }

  private static Objective objective(String name, String yaml) {
    try {
      return ShortForm.objective(
          YamlMap.of(YamlReader.read("slo.defaults/" + name, yaml), new ArrayList<>()));
    } catch (YamlException e) {
      throw new IllegalStateException(e);
    }
  }
}
