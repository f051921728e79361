// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups messages by their templates as they come, by a tree of fixed depth: severity and number of
 * words, the first word, the second; below these the message joins the group that it is most like,
 * or begins one. After "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (He, Zhu,
 * Zheng, Lyu, <a href="https://doi.org/10.1109/ICWS.2017.13">ICWS 2017</a>). The group that was
 * added to longest ago goes when there are too many. Not thread-safe.
 */
final class Drain {
  /** Groups below one leaf: beyond, the likest takes what comes. */
  private static final int MOST_IN_LEAF = 100;

  private final int most;
  private final Map<String, List<Cluster>> leaves = new HashMap<>();

  /** By when they were added to, the oldest first. */
  private final Map<Cluster, String> clusters = new LinkedHashMap<>(16, 0.75f, true);

  private long ids;

  /**
   * @param most groups
   */
  Drain(int most) {
    this.most = most;
  }

  /**
   * Adds a message.
   *
   * @param template its words, with places for parameters where they are known
   * @return the group
   */
  Cluster add(int severityNumber, String template, long millis) {
    String[] tokens = Tokens.of(template);
    Cluster group = group(severityNumber, tokens, millis);
    group.add(tokens, millis);
    return group;
  }

  /** Makes a group, if there is none, for what has been there before the first message. */
  void know(int severityNumber, String template) {
    group(severityNumber, Tokens.of(template), 0).known = true;
  }

  private Cluster group(int severityNumber, String[] tokens, long millis) {
    String leaf = leaf(severityNumber, tokens);
    Cluster likest = likest(leaves.getOrDefault(leaf, List.of()), tokens);
    if (likest != null) {
      clusters.get(likest);
      return likest;
    }
    makeRoom();
    Cluster made = new Cluster(++ids, tokens, severityNumber, millis);
    leaves.computeIfAbsent(leaf, key -> new ArrayList<>()).add(made);
    clusters.put(made, leaf);
    return made;
  }

  private static String leaf(int severityNumber, String[] tokens) {
    String second = tokens.length > 1 ? word(tokens[1]) : "";
    return severityNumber + " " + tokens.length + " " + word(tokens[0]) + " " + second;
  }

  private static String word(String token) {
    return Cluster.isParameter(token) ? Tokens.ANY : token;
  }

  private static @Nullable Cluster likest(List<Cluster> candidates, String[] tokens) {
    Cluster likest = null;
    double most = -1;
    for (Cluster candidate : candidates) {
      double likeness = candidate.likeness(tokens);
      if (likeness > most) {
        most = likeness;
        likest = candidate;
      }
    }
    return likest == null && candidates.size() >= MOST_IN_LEAF ? candidates.get(0) : likest;
  }

  private void makeRoom() {
    if (clusters.size() < most) {
      return;
    }
    Map.Entry<Cluster, String> oldest = clusters.entrySet().iterator().next();
    clusters.remove(oldest.getKey());
    List<Cluster> leaf = leaves.get(oldest.getValue());
    if (leaf != null) {
      leaf.remove(oldest.getKey());
      if (leaf.isEmpty()) {
        leaves.remove(oldest.getValue());
      }
    }
  }

  Collection<Cluster> clusters() {
    return clusters.keySet();
  }
}
