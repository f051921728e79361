// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sampled stacks, added up by thread group and from the outermost frame inwards. Bounded: beyond so
 * many frames, what is deeper counts for the frame above. Not thread-safe.
 */
final class Profile {
  static final int MAX_NODES = 50_000;

  /** A frame with less is left out of what is shown: nobody could see it. */
  private static final double MIN_SHARE = 0.0005;

  private final Map<String, Node> groups = new HashMap<>();
  private int nodes;
  private int samples;

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
   * @param frames the outermost first
   */
  void add(String group, List<String> frames) {
    samples++;
    Node at = groups.computeIfAbsent(group, name -> new Node());
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

  int samples() {
    return samples;
  }

  /**
   * @param group null for all
   */
  void write(JsonWriter json, @Nullable String group) {
    json.name("groups").array();
    List<Map.Entry<String, Node>> sorted = new ArrayList<>(groups.entrySet());
    sorted.sort(Comparator.comparingInt(entry -> -entry.getValue().samples));
    for (Map.Entry<String, Node> entry : sorted) {
      json.object().field("name", entry.getKey());
      json.field("samples", entry.getValue().samples).end();
    }
    json.end();
    Node root = new Node();
    groups.forEach(
        (name, node) -> {
          if (group == null || group.isEmpty() || group.equals(name)) {
            root.addAll(node);
          }
        });
    json.name("tree");
    write(json, "all", root, Math.max(1, root.samples * MIN_SHARE));
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
