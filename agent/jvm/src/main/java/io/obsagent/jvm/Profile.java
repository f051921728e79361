// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sampled stacks, added up by route and thread group and from the outermost frame inwards. Bounded:
 * beyond so many frames, what is deeper counts for the frame above. Not thread-safe.
 */
final class Profile {
  static final int MAX_NODES = 50_000;

  /** Where a sample belongs that was taken outside of requests, or of one that nobody knows. */
  static final String NO_ROUTE = "(no request)";

  private static final int MAX_ROUTES = 500;

  /** Of routes beyond the bound. */
  private static final String OTHER_ROUTES = "(other routes)";

  /** A frame with less is left out of what is shown: nobody could see it. */
  private static final double MIN_SHARE = 0.0005;

  private final Map<Part, Node> parts = new HashMap<>();
  private final Set<String> routes = new HashSet<>();
  private int nodes;
  private int samples;

  private record Part(String route, String group) {
    boolean isOf(@Nullable String wantedRoute, @Nullable String wantedGroup) {
      return (isAny(wantedRoute) || route.equals(wantedRoute))
          && (isAny(wantedGroup) || group.equals(wantedGroup));
    }

    private static boolean isAny(@Nullable String wanted) {
      return wanted == null || wanted.isEmpty();
    }
  }

  private static final class Node {
    final Map<String, Node> children = new HashMap<>(2);
    int samples;

    void addAll(Node other) {
      samples += other.samples;
      other.children.forEach(
          (name, child) -> children.computeIfAbsent(name, each -> new Node()).addAll(child));
    }
  }

  /**
   * @param route or {@link #NO_ROUTE}
   * @param frames the outermost first
   */
  void add(String route, String group, List<String> frames) {
    samples++;
    Part part = new Part(admit(route) ? route : OTHER_ROUTES, group);
    Node at = parts.computeIfAbsent(part, each -> new Node());
    at.samples++;
    for (String frame : frames) {
      Node child = at.children.get(frame);
      if (child == null) {
        if (nodes >= MAX_NODES) {
          return;
        }
        nodes++;
        child = new Node();
        at.children.put(frame, child);
      }
      child.samples++;
      at = child;
    }
  }

  private boolean admit(String route) {
    if (routes.size() < MAX_ROUTES) {
      routes.add(route);
    }
    return routes.contains(route);
  }

  int samples() {
    return samples;
  }

  /**
   * The samples of a route and of a group; how many there are of each route in that group, and of
   * each group for that route.
   *
   * @param route null for all
   * @param group null for all
   */
  void write(JsonWriter json, @Nullable String route, @Nullable String group) {
    Map<String, Integer> byRoute = new TreeMap<>();
    Map<String, Integer> byGroup = new TreeMap<>();
    Node root = new Node();
    parts.forEach(
        (part, node) -> {
          if (part.isOf(null, group)) {
            byRoute.merge(part.route, node.samples, Integer::sum);
          }
          if (part.isOf(route, null)) {
            byGroup.merge(part.group, node.samples, Integer::sum);
          }
          if (part.isOf(route, group)) {
            root.addAll(node);
          }
        });
    writeCounts(json.name("routes"), byRoute);
    writeCounts(json.name("groups"), byGroup);
    json.name("tree");
    write(json, "all", root, Math.max(1, root.samples * MIN_SHARE));
  }

  private static void writeCounts(JsonWriter json, Map<String, Integer> counts) {
    json.array();
    List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    for (Map.Entry<String, Integer> entry : sorted) {
      json.object().field("name", entry.getKey()).field("samples", entry.getValue()).end();
    }
    json.end();
  }

  private static void write(JsonWriter json, String name, Node node, double least) {
    json.object().field("name", name).field("value", node.samples).name("children").array();
    List<Map.Entry<String, Node>> sorted = new ArrayList<>(node.children.entrySet());
    sorted.sort(Map.Entry.comparingByKey());
    for (Map.Entry<String, Node> entry : sorted) {
      if (entry.getValue().samples >= least) {
        write(json, entry.getKey(), entry.getValue(), least);
      }
    }
    json.end().end();
  }
}
