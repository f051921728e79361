// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Texts that come again and again, by the order in which they came. Not thread-safe. */
final class Names {
  /** Of an entry in both tables, beside its text. */
  private static final int OVERHEAD = 100;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private long size;

  int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    int number = names.size();
    numbers.put(name, number);
    names.add(name);
    size += OVERHEAD + 2L * name.length();
    return number;
  }

  String name(int number) {
    return names.get(number);
  }

  int count() {
    return names.size();
  }

  /** Bytes that they take, about. */
  long size() {
    return size;
  }

  boolean[] matching(Predicate<String> wanted) {
    boolean[] matching = new boolean[names.size()];
    for (int i = 0; i < matching.length; i++) {
      matching[i] = wanted.test(names.get(i));
    }
    return matching;
  }
}
