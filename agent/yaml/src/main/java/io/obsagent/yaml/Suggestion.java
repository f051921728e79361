// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant: the candidate fewest edits away. */
public final class Suggestion {
  private Suggestion() {}

  /** The nearest candidate, or null if none is near enough to be meant. */
  public static @Nullable String nearest(String written, Collection<String> candidates) {
    int best = Math.max(2, written.length() / 4) + 1;
    String nearest = null;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - written.length()) < best) {
        int distance = distance(written, candidate);
        if (distance < best) {
          best = distance;
          nearest = candidate;
        }
      }
    }
    return nearest;
  }

  /** Optimal string alignment: insert, delete, replace, and swap of neighbours count one each. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
