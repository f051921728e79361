// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a running agent says of its process; all empty where there is none. Immutable.
 *
 * @param options those that somebody has set, by key
 * @param instrumentations that have woven something
 * @param unknown libraries that are seen and not instrumented
 * @param exporters where telemetry goes
 * @param routes the busiest, with their 95th percentile in seconds; 0 if that is not known
 * @param components what the application calls: {@code redis cache:6379} by its kind
 * @param models of AI that were called
 * @param findings what is missing, and the way out
 */
record Sighting(
    String service,
    Map<String, SetOption> options,
    List<String> instrumentations,
    List<String> unknown,
    List<String> exporters,
    Map<String, Double> routes,
    Map<String, String> components,
    List<String> models,
    List<String> findings) {
  private static final int MOST_ROUTES = 3;

  /**
   * @param source in words: {@code environment}
   */
  record SetOption(String value, String source) {}

  static Sighting none() {
    return new Sighting(
        "", Map.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), List.of());
  }

  /**
   * Asks it.
   *
   * @throws IOException if it does not answer, or not to this caller
   */
  static Sighting of(RunningAgent agent) throws IOException {
    RunningAgent.Answer answer = agent.get("monitoring/agent");
    if (answer.needsToken()) {
      throw new IOException("it wants a token: set OBS_SERVER_TOKEN to its server.token");
    }
    Map<?, ?> self = answer.object();
    if (!(self.get("options") instanceof List<?>)) {
      throw new IOException("that is no agent, or an older one");
    }
    return new Sighting(
        text(self, "service"),
        options(objects(self, "options")),
        objects(self, "modules").stream()
            .filter(module -> module.get("sites") instanceof Long sites && sites > 0)
            .map(module -> text(module, "name"))
            .sorted()
            .toList(),
        texts(self, "not_instrumented"),
        objects(self, "exporters").stream()
            .map(exporter -> text(exporter, "name") + " to " + text(exporter, "endpoint"))
            .toList(),
        routes(agent),
        components(agent.get("monitoring/health").object()),
        List.copyOf(query(agent, "sum by (model) (ai_requests_total)", "model").keySet()),
        objects(agent.get("monitoring/doctor").object(), "findings").stream()
            .map(finding -> text(finding, "text") + " – " + text(finding, "remedy"))
            .toList());
  }

  private static Map<String, SetOption> options(List<Map<?, ?>> all) {
    Map<String, SetOption> set = new LinkedHashMap<>();
    for (Map<?, ?> option : all) {
      if (!text(option, "place").isEmpty()) {
        set.put(text(option, "key"), new SetOption(text(option, "value"), text(option, "place")));
      }
    }
    return set;
  }

  private static Map<String, Double> routes(RunningAgent agent) throws IOException {
    Map<String, Double> calls =
        query(
            agent,
            "topk(" + MOST_ROUTES + ", sum by (route) (http_requests_total{route!=\"\"}))",
            "route");
    Map<String, Double> slow =
        query(
            agent,
            "histogram_quantile(0.95, sum by (route, le) (http_request_duration_seconds_bucket))",
            "route");
    Map<String, Double> routes = new LinkedHashMap<>();
    calls.forEach((route, count) -> routes.put(route, slow.getOrDefault(route, 0.0)));
    return routes;
  }

  private static Map<String, String> components(Map<?, ?> health) {
    Map<String, String> components = new LinkedHashMap<>();
    if (health.get("services") instanceof Map<?, ?> services) {
      services.forEach(
          (name, state) -> {
            if (state instanceof Map<?, ?> map && !text(map, "kind").isEmpty()) {
              components.put(String.valueOf(name), text(map, "kind"));
            }
          });
    }
    return components;
  }

  /** The values of an instant query by one label. */
  private static Map<String, Double> query(RunningAgent agent, String promql, String label)
      throws IOException {
    String path = "api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
    Map<String, Double> values = new LinkedHashMap<>();
    if (agent.get(path).object().get("data") instanceof Map<?, ?> data) {
      for (Map<?, ?> sample : objects(data, "result")) {
        if (sample.get("metric") instanceof Map<?, ?> labels
            && sample.get("value") instanceof List<?> value
            && value.size() == 2) {
          values.put(text(labels, label), number(value.get(1)));
        }
      }
    }
    return values;
  }

  private static double number(Object text) {
    try {
      double number = Double.parseDouble(String.valueOf(text));
      return Double.isFinite(number) ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String text(Map<?, ?> map, String key) {
    return Objects.toString(map.get(key), "");
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static List<Map<?, ?>> objects(Map<?, ?> map, String key) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (map.get(key) instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
