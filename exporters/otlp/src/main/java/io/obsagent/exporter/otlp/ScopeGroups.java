// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Which items of a batch are of which scope: requests have the scopes around the items. Kept from
 * one batch to the next. Not thread-safe.
 */
final class ScopeGroups {
  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int[] first = new int[8];
  private int[] last = new int[8];

  /** After each item the next one of its scope, or -1. */
  private int[] next = new int[512];

  /** Groups so many items; what was there before is gone. */
  void group(int items, IntFunction<String> scopeOf) {
    indexes.clear();
    names.clear();
    if (next.length < items) {
      next = new int[items];
    }
    for (int i = 0; i < items; i++) {
      next[i] = -1;
      String name = scopeOf.apply(i);
      Integer known = indexes.get(name);
      if (known == null) {
        begin(name, i);
      } else {
        next[last[known]] = i;
        last[known] = i;
      }
    }
  }

  private void begin(String name, int item) {
    int index = names.size();
    if (index == first.length) {
      first = Arrays.copyOf(first, index * 2);
      last = Arrays.copyOf(last, index * 2);
    }
    indexes.put(name, index);
    names.add(name);
    first[index] = item;
    last[index] = item;
  }

  int size() {
    return names.size();
  }

  String name(int scope) {
    return names.get(scope);
  }

  int first(int scope) {
    return first[scope];
  }

  /** The next item of the same scope, or -1. */
  int after(int item) {
    return next[item];
  }
}
